<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="ko" sourcelanguage="en">
<context>
    <name>Actions</name>
    <message>
        <source>File</source>
        <translation>파일</translation>
    </message>
    <message>
        <source>Edit</source>
        <translation>편집</translation>
    </message>
    <message>
        <source>View</source>
        <translation>보기</translation>
    </message>
    <message>
        <source>Image</source>
        <translation>이미지</translation>
    </message>
    <message>
        <source>Models</source>
        <translation>모델</translation>
    </message>
    <message>
        <source>Window</source>
        <translation>윈도우</translation>
    </message>
    <message>
        <source>Help</source>
        <translation>도움말</translation>
    </message>
    <message>
        <source>Use Settings of a Picture…</source>
        <translation>그림의 설정 사용…</translation>
    </message>
    <message>
        <source>Save Picture As…</source>
        <translation>그림을 다른 이름으로 저장…</translation>
    </message>
    <message>
        <source>Save Selected To…</source>
        <translation>선택한 그림을 폴더에 저장…</translation>
    </message>
    <message>
        <source>Show in Finder</source>
        <translation>Finder에서 보기</translation>
    </message>
    <message>
        <source>Easel</source>
        <translation>Easel</translation>
    </message>
    <message>
        <source>Preferences…</source>
        <translation>환경설정…</translation>
    </message>
    <message>
        <source>Close Window</source>
        <translation>윈도우 닫기</translation>
    </message>
    <message>
        <source>Quit Easel</source>
        <translation>Easel 종료</translation>
    </message>
    <message>
        <source>Undo</source>
        <translation>실행 취소</translation>
    </message>
    <message>
        <source>Redo</source>
        <translation>실행 복귀</translation>
    </message>
    <message>
        <source>Cut</source>
        <translation>오려두기</translation>
    </message>
    <message>
        <source>Copy</source>
        <translation>복사</translation>
    </message>
    <message>
        <source>Paste</source>
        <translation>붙여넣기</translation>
    </message>
    <message>
        <source>Select All</source>
        <translation>모두 선택</translation>
    </message>
    <message>
        <source>Find</source>
        <translation>찾기</translation>
    </message>
    <message>
        <source>Sort Pictures</source>
        <translation>그림 정렬</translation>
    </message>
    <message>
        <source>Queue</source>
        <translation>대기열</translation>
    </message>
    <message>
        <source>Controls</source>
        <translation>제어판</translation>
    </message>
    <message>
        <source>Inspector</source>
        <translation>정보</translation>
    </message>
    <message>
        <source>Larger Tiles</source>
        <translation>타일 크게</translation>
    </message>
    <message>
        <source>Smaller Tiles</source>
        <translation>타일 작게</translation>
    </message>
    <message>
        <source>Newest First</source>
        <translation>최신순</translation>
    </message>
    <message>
        <source>Oldest First</source>
        <translation>오래된 순</translation>
    </message>
    <message>
        <source>By Name</source>
        <translation>이름순</translation>
    </message>
    <message>
        <source>By Seed</source>
        <translation>시드순</translation>
    </message>
    <message>
        <source>By Model</source>
        <translation>모델순</translation>
    </message>
    <message>
        <source>Full Screen</source>
        <translation>전체 화면</translation>
    </message>
    <message>
        <source>Generate</source>
        <translation>생성</translation>
    </message>
    <message>
        <source>Generate First</source>
        <translation>가장 먼저 생성</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>취소</translation>
    </message>
    <message>
        <source>Quick Look</source>
        <translation>훑어보기</translation>
    </message>
    <message>
        <source>Use All Settings</source>
        <translation>모든 설정 사용</translation>
    </message>
    <message>
        <source>Copy Settings as Text</source>
        <translation>설정을 텍스트로 복사</translation>
    </message>
    <message>
        <source>Use as Starting Image</source>
        <translation>시작 이미지로 사용</translation>
    </message>
    <message>
        <source>Move to Trash</source>
        <translation>휴지통으로 이동</translation>
    </message>
    <message>
        <source>Model Folders…</source>
        <translation>모델 폴더…</translation>
    </message>
    <message>
        <source>Look Again</source>
        <translation>다시 찾기</translation>
    </message>
    <message>
        <source>Show Model in Finder</source>
        <translation>Finder에서 모델 보기</translation>
    </message>
    <message>
        <source>Minimise</source>
        <translation>최소화</translation>
    </message>
    <message>
        <source>Zoom</source>
        <translation>확대/축소</translation>
    </message>
    <message>
        <source>Keyboard Shortcuts</source>
        <translation>키보드 단축키</translation>
    </message>
    <message>
        <source>About Easel</source>
        <translation>Easel에 관하여</translation>
    </message>
</context>
<context>
    <name>Banner</name>
    <message>
        <source>Details</source>
        <translation>자세히</translation>
    </message>
    <message>
        <source>Copy</source>
        <translation>복사</translation>
    </message>
    <message>
        <source>Close</source>
        <translation>닫기</translation>
    </message>
</context>
<context>
    <name>DroppedPictures</name>
    <message>
        <source>Use Its Settings</source>
        <translation>이 설정 사용</translation>
    </message>
    <message>
        <source>Start From It</source>
        <translation>이 그림에서 시작</translation>
    </message>
    <message>
        <source>“{name}” tells how it was made, with {source}.</source>
        <translation>“{name}”에 만든 방법이 들어 있습니다({source}).</translation>
    </message>
    <message>
        <source>“{name}” carries no settings that Easel can read.</source>
        <translation>“{name}”에는 Easel이 읽을 수 있는 설정이 없습니다.</translation>
    </message>
    <message>
        <source>Not taken over: {list}</source>
        <translation>가져오지 못한 항목: {list}</translation>
    </message>
</context>
<context>
    <name>EmptyState</name>
    <message>
        <source>What would you like to see?</source>
        <translation>무엇을 보고 싶으신가요?</translation>
    </message>
    <message>
        <source>Describe it on the left and press Generate, or start with one of these.</source>
        <translation>왼쪽에 설명을 쓰고 생성을 누르거나, 아래 예시로 시작해 보세요.</translation>
    </message>
    <message>
        <source>Draw “{prompt}”</source>
        <translation>“{prompt}” 그리기</translation>
    </message>
</context>
<context>
    <name>GalleryColumn</name>
    <message>
        <source>No picture matches the search.</source>
        <translation>검색과 일치하는 그림이 없습니다.</translation>
    </message>
</context>
<context>
    <name>GalleryView</name>
    <message>
        <source>Gallery</source>
        <translation>갤러리</translation>
    </message>
</context>
<context>
    <name>GeneralPage</name>
    <message>
        <source>Choose…</source>
        <translation>선택…</translation>
    </message>
    <message>
        <source>Show</source>
        <translation>보기</translation>
    </message>
    <message>
        <source>Show the output folder</source>
        <translation>저장 폴더 보기</translation>
    </message>
    <message>
        <source>Choose the output folder</source>
        <translation>저장 폴더 선택</translation>
    </message>
    <message>
        <source>Save memory (pictures take longer)</source>
        <translation>메모리 절약(그리는 데 더 오래 걸림)</translation>
    </message>
    <message>
        <source>Output folder</source>
        <translation>저장 폴더</translation>
    </message>
    <message>
        <source>Default model</source>
        <translation>기본 모델</translation>
    </message>
    <message>
        <source>The model that is chosen when Easel starts with nothing else remembered.</source>
        <translation>Easel이 기억하는 모델이 없을 때 선택되는 모델입니다.</translation>
    </message>
    <message>
        <source>Language</source>
        <translation>언어</translation>
    </message>
    <message>
        <source>Takes effect when Easel is opened again.</source>
        <translation>Easel을 다시 열면 적용됩니다.</translation>
    </message>
    <message>
        <source>Starter (comes with Easel)</source>
        <translation>스타터(Easel에 포함)</translation>
    </message>
    <message>
        <source>System’s language</source>
        <translation>시스템 언어</translation>
    </message>
</context>
<context>
    <name>GenerateActions</name>
    <message numerus="yes">
        <source>%n job(s) of last time had not run.</source>
        <translation>
            <numerusform>지난번에 실행되지 않은 작업이 %n개 있습니다.</numerusform>
        </translation>
    </message>
    <message>
        <source>Draw Them Now</source>
        <translation>지금 그리기</translation>
    </message>
    <message>
        <source>Forget Them</source>
        <translation>지우기</translation>
    </message>
</context>
<context>
    <name>GenerateBar</name>
    <message>
        <source>Generate</source>
        <translation>생성</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>취소</translation>
    </message>
    <message>
        <source>Pictures</source>
        <translation>그림 수</translation>
    </message>
    <message>
        <source>How many pictures to draw; each has the next seed.</source>
        <translation>그릴 그림의 수입니다. 그림마다 시드가 1씩 커집니다.</translation>
    </message>
    <message>
        <source>Stopping…</source>
        <translation>중지하는 중…</translation>
    </message>
    <message>
        <source>Add to Queue</source>
        <translation>대기열에 추가</translation>
    </message>
    <message>
        <source>Draws after what is in the queue.</source>
        <translation>대기 중인 작업 다음에 그립니다.</translation>
    </message>
    <message>
        <source>Draws the picture.</source>
        <translation>그림을 그립니다.</translation>
    </message>
</context>
<context>
    <name>ImageWell</name>
    <message>
        <source>Starting image</source>
        <translation>시작 이미지</translation>
    </message>
    <message>
        <source>Starting Image</source>
        <translation>시작 이미지</translation>
    </message>
    <message>
        <source>Pictures ({list})</source>
        <translation>그림 ({list})</translation>
    </message>
    <message>
        <source>Drop a picture here, or click to choose one</source>
        <translation>그림을 여기에 놓거나 클릭하여 선택하세요</translation>
    </message>
</context>
<context>
    <name>Inspector</name>
    <message>
        <source>Use All Settings</source>
        <translation>모든 설정 사용</translation>
    </message>
    <message>
        <source>Copy</source>
        <translation>복사</translation>
    </message>
    <message>
        <source>Copy the settings as text</source>
        <translation>설정을 텍스트로 복사</translation>
    </message>
    <message>
        <source>Being drawn</source>
        <translation>그리는 중</translation>
    </message>
    <message>
        <source>Choose a picture to see how it was made.</source>
        <translation>그림을 선택하면 만든 방법이 보입니다.</translation>
    </message>
    <message>
        <source>This picture carries no settings that Easel can read.</source>
        <translation>이 그림에는 Easel이 읽을 수 있는 설정이 없습니다.</translation>
    </message>
</context>
<context>
    <name>JobRow</name>
    <message>
        <source>Draw this next</source>
        <translation>다음에 그리기</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>취소</translation>
    </message>
    <message>
        <source>Remove from the queue</source>
        <translation>대기열에서 제거</translation>
    </message>
</context>
<context>
    <name>LoraRow</name>
    <message>
        <source>Weight of {name}</source>
        <translation>{name}의 가중치</translation>
    </message>
    <message>
        <source>How strongly the LoRA acts; 1 is what it was made for.</source>
        <translation>LoRA의 세기입니다. 1이 원래 의도한 값입니다.</translation>
    </message>
    <message>
        <source>Take {name} out</source>
        <translation>{name} 빼기</translation>
    </message>
</context>
<context>
    <name>Loras</name>
    <message>
        <source>Add a LoRA</source>
        <translation>LoRA 추가</translation>
    </message>
    <message>
        <source>Add a LoRA…</source>
        <translation>LoRA 추가…</translation>
    </message>
    <message>
        <source>No LoRA in your model folders fits this model.</source>
        <translation>모델 폴더에 이 모델과 맞는 LoRA가 없습니다.</translation>
    </message>
</context>
<context>
    <name>ModelPicker</name>
    <message>
        <source>Model</source>
        <translation>모델</translation>
    </message>
    <message>
        <source>Looking for models…</source>
        <translation>모델을 찾는 중…</translation>
    </message>
    <message>
        <source>{name} (can&apos;t be used)</source>
        <translation>{name} (사용할 수 없음)</translation>
    </message>
    <message>
        <source>Model folders…</source>
        <translation>모델 폴더…</translation>
    </message>
    <message>
        <source>Comes with Easel</source>
        <translation>Easel에 포함</translation>
    </message>
    <message>
        <source>Core ML</source>
        <translation>Core ML</translation>
    </message>
    <message>
        <source>PyTorch checkpoints</source>
        <translation>PyTorch 체크포인트</translation>
    </message>
    <message>
        <source>PyTorch folders</source>
        <translation>PyTorch 폴더</translation>
    </message>
</context>
<context>
    <name>ModelRow</name>
    <message>
        <source>Model</source>
        <translation>모델</translation>
    </message>
</context>
<context>
    <name>ModelsPage</name>
    <message>
        <source>Easel looks for models in these folders, besides its own. Folders of ComfyUI, AUTOMATIC1111 and Mochi Diffusion are welcome: nothing in them is changed.</source>
        <translation>Easel은 자체 폴더 외에 이 폴더들에서도 모델을 찾습니다. ComfyUI, AUTOMATIC1111, Mochi Diffusion의 폴더도 쓸 수 있으며, 그 안의 것은 아무것도 바꾸지 않습니다.</translation>
    </message>
    <message>
        <source>Model folders</source>
        <translation>모델 폴더</translation>
    </message>
    <message>
        <source>Add a folder</source>
        <translation>폴더 추가</translation>
    </message>
    <message>
        <source>Remove the folder from the list</source>
        <translation>목록에서 폴더 제거</translation>
    </message>
    <message>
        <source>Show in Finder</source>
        <translation>Finder에서 보기</translation>
    </message>
    <message>
        <source>Easel’s Own Folder</source>
        <translation>Easel 자체 폴더</translation>
    </message>
    <message>
        <source>Add a folder of models</source>
        <translation>모델 폴더 추가</translation>
    </message>
</context>
<context>
    <name>PictureActions</name>
    <message>
        <source>Show in Folder</source>
        <translation>폴더에서 보기</translation>
    </message>
    <message>
        <source>Save Picture As</source>
        <translation>그림을 다른 이름으로 저장</translation>
    </message>
    <message>
        <source>Save Selected To</source>
        <translation>선택한 그림을 폴더에 저장</translation>
    </message>
    <message numerus="yes">
        <source>%n picture(s) moved to the Trash.</source>
        <translation>
            <numerusform>그림 %n개를 휴지통으로 옮겼습니다.</numerusform>
        </translation>
    </message>
    <message>
        <source>Undo</source>
        <translation>실행 취소</translation>
    </message>
</context>
<context>
    <name>PictureView</name>
    <message>
        <source>Picture</source>
        <translation>그림</translation>
    </message>
</context>
<context>
    <name>Preferences</name>
    <message>
        <source>Preferences</source>
        <translation>환경설정</translation>
    </message>
    <message>
        <source>General</source>
        <translation>일반</translation>
    </message>
    <message>
        <source>Models</source>
        <translation>모델</translation>
    </message>
</context>
<context>
    <name>Progress</name>
    <message>
        <source>Loading {what}</source>
        <translation>{what} 불러오는 중</translation>
    </message>
    <message>
        <source>Loading</source>
        <translation>불러오는 중</translation>
    </message>
    <message>
        <source>Drawing {i} of {n}</source>
        <translation>{n}개 중 {i}번째 그리는 중</translation>
    </message>
    <message>
        <source>Drawing</source>
        <translation>그리는 중</translation>
    </message>
    <message>
        <source>Stopping…</source>
        <translation>중지하는 중…</translation>
    </message>
    <message>
        <source>{seconds} s</source>
        <translation>{seconds}초</translation>
    </message>
    <message>
        <source>step {i} of {n}</source>
        <translation>{n}단계 중 {i}단계</translation>
    </message>
    <message>
        <source>{pace} s/step</source>
        <translation>단계당 {pace}초</translation>
    </message>
    <message>
        <source>{time} left</source>
        <translation>{time} 남음</translation>
    </message>
    <message>
        <source>{minutes} min {seconds} s</source>
        <translation>{minutes}분 {seconds}초</translation>
    </message>
    <message>
        <source>{hours} h {minutes} min</source>
        <translation>{hours}시간 {minutes}분</translation>
    </message>
</context>
<context>
    <name>PromptPanel</name>
    <message>
        <source>Sampling</source>
        <translation>샘플링</translation>
    </message>
    <message>
        <source>Starting image</source>
        <translation>시작 이미지</translation>
    </message>
    <message>
        <source>LoRA</source>
        <translation>LoRA</translation>
    </message>
    <message>
        <source>More</source>
        <translation>더 보기</translation>
    </message>
    <message>
        <source>Size</source>
        <translation>크기</translation>
    </message>
    <message>
        <source>Width and height of the picture in pixels.</source>
        <translation>그림의 너비와 높이(픽셀)입니다.</translation>
    </message>
    <message>
        <source>Steps</source>
        <translation>단계 수</translation>
    </message>
    <message>
        <source>How often the picture is refined. More takes longer; 20 to 30 is plenty.</source>
        <translation>그림을 다듬는 횟수입니다. 많을수록 오래 걸리며, 20~30이면 충분합니다.</translation>
    </message>
    <message>
        <source>Guidance</source>
        <translation>가이던스</translation>
    </message>
    <message>
        <source>Guidance scale: how closely the picture follows the prompt. 1 or below switches guidance and the negative prompt off.</source>
        <translation>가이던스 스케일: 그림이 프롬프트를 얼마나 따르는지 정합니다. 1 이하이면 가이던스와 네거티브 프롬프트가 꺼집니다.</translation>
    </message>
    <message>
        <source>Scheduler</source>
        <translation>스케줄러</translation>
    </message>
    <message>
        <source>Seed</source>
        <translation>시드</translation>
    </message>
    <message>
        <source>Where the noise starts: the same seed and settings give the same picture.</source>
        <translation>노이즈의 출발점입니다. 시드와 설정이 같으면 같은 그림이 나옵니다.</translation>
    </message>
    <message>
        <source>Guidance scale</source>
        <translation>가이던스 스케일</translation>
    </message>
    <message>
        <source>Clip skip</source>
        <translation>Clip skip</translation>
    </message>
    <message>
        <source>Layers left out at the end of the text encoder; 0 leaves none out.</source>
        <translation>텍스트 인코더 끝에서 건너뛸 층의 수입니다. 0이면 모두 씁니다.</translation>
    </message>
</context>
<context>
    <name>Prompts</name>
    <message>
        <source>What should the picture show?</source>
        <translation>어떤 그림을 그릴까요?</translation>
    </message>
    <message>
        <source>What should stay out of it?</source>
        <translation>그림에서 빼고 싶은 것은?</translation>
    </message>
    <message>
        <source>Negative prompt</source>
        <translation>네거티브 프롬프트</translation>
    </message>
    <message>
        <source>Prompt</source>
        <translation>프롬프트</translation>
    </message>
</context>
<context>
    <name>QueueButton</name>
    <message>
        <source>Queue: {n} waiting</source>
        <translation>대기열: {n}개 대기 중</translation>
    </message>
    <message>
        <source>Queue</source>
        <translation>대기열</translation>
    </message>
</context>
<context>
    <name>QueuePanel</name>
    <message>
        <source>Queue</source>
        <translation>대기열</translation>
    </message>
    <message>
        <source>Remove All</source>
        <translation>모두 제거</translation>
    </message>
    <message>
        <source>Remove all waiting jobs</source>
        <translation>대기 중인 작업 모두 제거</translation>
    </message>
    <message>
        <source>Nothing waits. Generate as often as you like: jobs line up.</source>
        <translation>대기 중인 작업이 없습니다. 생성을 여러 번 눌러도 차례대로 그립니다.</translation>
    </message>
    <message>
        <source>and {n} more</source>
        <translation>그 외 {n}개</translation>
    </message>
    <message>
        <source>(no prompt)</source>
        <translation>(프롬프트 없음)</translation>
    </message>
    <message>
        <source>{n} steps</source>
        <translation>{n}단계</translation>
    </message>
    <message>
        <source>{n} pictures</source>
        <translation>그림 {n}개</translation>
    </message>
</context>
<context>
    <name>QuickLook</name>
    <message>
        <source>Quick Look</source>
        <translation>훑어보기</translation>
    </message>
</context>
<context>
    <name>Recipe</name>
    <message>
        <source>Prompt</source>
        <translation>프롬프트</translation>
    </message>
    <message>
        <source>Negative prompt</source>
        <translation>네거티브 프롬프트</translation>
    </message>
    <message>
        <source>Model</source>
        <translation>모델</translation>
    </message>
    <message>
        <source>Size</source>
        <translation>크기</translation>
    </message>
    <message>
        <source>Steps</source>
        <translation>단계 수</translation>
    </message>
    <message>
        <source>Guidance scale</source>
        <translation>가이던스 스케일</translation>
    </message>
    <message>
        <source>Scheduler</source>
        <translation>스케줄러</translation>
    </message>
    <message>
        <source>Seed</source>
        <translation>시드</translation>
    </message>
    <message>
        <source>Compute unit</source>
        <translation>연산 장치</translation>
    </message>
    <message>
        <source>LoRA</source>
        <translation>LoRA</translation>
    </message>
    <message>
        <source>Starting image</source>
        <translation>시작 이미지</translation>
    </message>
    <message>
        <source>Clip skip</source>
        <translation>Clip skip</translation>
    </message>
    <message>
        <source>Ran on</source>
        <translation>실행 환경</translation>
    </message>
    <message>
        <source>Made</source>
        <translation>만든 날짜</translation>
    </message>
    <message>
        <source>Made with</source>
        <translation>만든 앱</translation>
    </message>
    <message>
        <source>{name}, strength {strength}</source>
        <translation>{name}, 강도 {strength}</translation>
    </message>
    <message>
        <source>Core ML, portable</source>
        <translation>Core ML(이식형)</translation>
    </message>
</context>
<context>
    <name>RecipeRow</name>
    <message>
        <source>Use this: {label}</source>
        <translation>이 값 사용: {label}</translation>
    </message>
</context>
<context>
    <name>SchedulerControl</name>
    <message>
        <source>Default</source>
        <translation>기본값</translation>
    </message>
    <message>
        <source>As the model itself says</source>
        <translation>모델에 적힌 대로</translation>
    </message>
    <message>
        <source>Sampler</source>
        <translation>샘플러</translation>
    </message>
    <message>
        <source>Noise schedule</source>
        <translation>노이즈 스케줄</translation>
    </message>
    <message>
        <source>Sampler: how each step removes noise.</source>
        <translation>샘플러: 단계마다 노이즈를 없애는 방법입니다.</translation>
    </message>
    <message>
        <source>Noise schedule: how much noise each step starts with.</source>
        <translation>노이즈 스케줄: 단계마다 시작하는 노이즈의 양입니다.</translation>
    </message>
</context>
<context>
    <name>SeedControl</name>
    <message>
        <source>Seed</source>
        <translation>시드</translation>
    </message>
    <message>
        <source>Random</source>
        <translation>무작위</translation>
    </message>
    <message>
        <source>Random: a new seed for every picture</source>
        <translation>무작위: 그림마다 새 시드</translation>
    </message>
    <message>
        <source>Keep: the same seed again, the last one if none is typed</source>
        <translation>유지: 같은 시드를 다시 사용(입력하지 않으면 마지막 시드)</translation>
    </message>
</context>
<context>
    <name>ShortcutsDialog</name>
    <message>
        <source>Keyboard Shortcuts</source>
        <translation>키보드 단축키</translation>
    </message>
</context>
<context>
    <name>SizeControl</name>
    <message>
        <source>Width in pixels</source>
        <translation>너비(픽셀)</translation>
    </message>
    <message>
        <source>Height in pixels</source>
        <translation>높이(픽셀)</translation>
    </message>
    <message>
        <source>Swap width and height</source>
        <translation>너비와 높이 바꾸기</translation>
    </message>
    <message>
        <source>Sizes that suit the model</source>
        <translation>모델에 맞는 크기</translation>
    </message>
    <message>
        <source>This model was converted for this size only.</source>
        <translation>이 모델은 이 크기로만 변환되었습니다.</translation>
    </message>
    <message>
        <source>This model was converted for a few sizes: see the menu.</source>
        <translation>이 모델은 몇 가지 크기로만 변환되었습니다. 메뉴를 보세요.</translation>
    </message>
</context>
<context>
    <name>StartImage</name>
    <message>
        <source>Start without a picture</source>
        <translation>그림 없이 시작</translation>
    </message>
    <message>
        <source>Fill, cut off what is over</source>
        <translation>채우기(넘치는 부분은 자름)</translation>
    </message>
    <message>
        <source>Fill</source>
        <translation>채우기</translation>
    </message>
    <message>
        <source>Fit, with borders</source>
        <translation>맞추기(여백 있음)</translation>
    </message>
    <message>
        <source>Fit</source>
        <translation>맞춤</translation>
    </message>
    <message>
        <source>Stretch</source>
        <translation>늘리기</translation>
    </message>
    <message>
        <source>Strength</source>
        <translation>강도</translation>
    </message>
    <message>
        <source>How much of the picture is drawn anew: 0 keeps it, 1 replaces it.</source>
        <translation>그림을 얼마나 새로 그릴지 정합니다. 0은 그대로, 1은 완전히 새로 그립니다.</translation>
    </message>
    <message>
        <source>How the picture is brought to the wanted size.</source>
        <translation>그림을 원하는 크기에 맞추는 방법입니다.</translation>
    </message>
    <message>
        <source>“{name}” can&apos;t be shown</source>
        <translation>“{name}”을(를) 표시할 수 없음</translation>
    </message>
    <message>
        <source>{run} of {steps} steps run.</source>
        <translation>{steps}단계 중 {run}단계를 실행합니다.</translation>
    </message>
</context>
<context>
    <name>ToolBar</name>
    <message>
        <source>Toolbar</source>
        <translation>도구 막대</translation>
    </message>
    <message>
        <source>Search</source>
        <translation>검색</translation>
    </message>
    <message>
        <source>Search in prompts</source>
        <translation>프롬프트에서 검색</translation>
    </message>
    <message>
        <source>Size of the tiles</source>
        <translation>타일 크기</translation>
    </message>
</context>
<context>
    <name>UnitPicker</name>
    <message>
        <source>Compute unit</source>
        <translation>연산 장치</translation>
    </message>
    <message>
        <source>{unit} (recommended)</source>
        <translation>{unit}(권장)</translation>
    </message>
    <message>
        <source>Where the model runs.</source>
        <translation>모델이 실행되는 곳입니다.</translation>
    </message>
    <message>
        <source>Automatic (all units)</source>
        <translation>자동(모든 장치)</translation>
    </message>
    <message>
        <source>Automatic</source>
        <translation>자동</translation>
    </message>
    <message>
        <source>CPU &amp; GPU</source>
        <translation>CPU 및 GPU</translation>
    </message>
    <message>
        <source>CPU only</source>
        <translation>CPU만</translation>
    </message>
    <message>
        <source>CPU &amp; Neural Engine</source>
        <translation>CPU 및 Neural Engine</translation>
    </message>
    <message>
        <source>CPU &amp; NE</source>
        <translation>CPU 및 NE</translation>
    </message>
</context>
<context>
    <name>WindowActions</name>
    <message numerus="yes">
        <source>%n picture(s)</source>
        <translation>
            <numerusform>그림 %n개</numerusform>
        </translation>
    </message>
    <message>
        <source>Ready</source>
        <translation>준비됨</translation>
    </message>
    <message>
        <source>Use Settings of a Picture</source>
        <translation>그림의 설정 사용</translation>
    </message>
    <message>
        <source>Pictures and recipes (*.png *.jpg *.jpeg *.webp *.json)</source>
        <translation>그림과 설정 파일 (*.png *.jpg *.jpeg *.webp *.json)</translation>
    </message>
    <message>
        <source>Leave Full Screen</source>
        <translation>전체 화면 종료</translation>
    </message>
    <message>
        <source>Full Screen</source>
        <translation>전체 화면</translation>
    </message>
    <message>
        <source>About Easel</source>
        <translation>Easel에 관하여</translation>
    </message>
    <message>
        <source>Makes pictures from words with Stable Diffusion, on this computer.</source>
        <translation>Stable Diffusion으로 이 컴퓨터에서 글을 그림으로 그립니다.</translation>
    </message>
</context>
</TS>
