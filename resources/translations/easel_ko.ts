<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="ko" sourcelanguage="en">
<context>
    <name></name>
    <message>
        <source>Start from This Picture</source>
        <translation>이 그림에서 시작</translation>
    </message>
    <message>
        <source>Use This Model</source>
        <translation>이 모델 사용</translation>
    </message>
    <message>
        <source>Use the Settings of This Picture</source>
        <translation>이 그림의 설정 사용</translation>
    </message>
    <message>
        <source>Use This Picture</source>
        <translation>이 그림 사용</translation>
    </message>
</context>
<context>
    <name>About</name>
    <message>
        <source>About Easel</source>
        <translation>Easel에 관하여</translation>
    </message>
    <message>
        <source>Version {version}</source>
        <translation>버전 {version}</translation>
    </message>
    <message>
        <source>Makes pictures from words with Stable Diffusion, on this computer.</source>
        <translation>이 컴퓨터에서 Stable Diffusion으로 글을 그림으로 만듭니다.</translation>
    </message>
    <message>
        <source>Built on Qt, PyTorch, diffusers, transformers and Core ML Tools. The starter model learned from Microsoft’s Fluent Emoji.</source>
        <translation>Qt, PyTorch, diffusers, transformers, Core ML Tools로 만들었습니다. 스타터 모델은 Microsoft의 Fluent Emoji로 학습했습니다.</translation>
    </message>
</context>
<context>
    <name>AcceptButtons</name>
    <message>
        <source>Cancel</source>
        <translation>취소</translation>
    </message>
</context>
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
        <source>Enter Full Screen</source>
        <translation>전체 화면 시작</translation>
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
        <source>Show in Finder</source>
        <translation>Finder에서 보기</translation>
    </message>
    <message>
        <source>Easel</source>
        <translation>Easel</translation>
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
        <source>Show in Folder</source>
        <translation>폴더에서 보기</translation>
    </message>
    <message>
        <source>Show Model in Folder</source>
        <translation>폴더에서 모델 보기</translation>
    </message>
    <message>
        <source>Settings…</source>
        <translation>설정…</translation>
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
        <source>Live Drawing</source>
        <translation>실시간 그리기</translation>
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
        <source>Keep Live Picture</source>
        <translation>실시간 그림 보관</translation>
    </message>
    <message>
        <source>Quick Look</source>
        <translation>훑어보기</translation>
    </message>
    <message>
        <source>Compare with Its Original</source>
        <translation>원본과 비교</translation>
    </message>
    <message>
        <source>Show Origin</source>
        <translation>원본 보기</translation>
    </message>
    <message>
        <source>Show What Came of It</source>
        <translation>이 그림에서 만든 그림 보기</translation>
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
        <source>Edit This Picture</source>
        <translation>이 그림 편집</translation>
    </message>
    <message>
        <source>Use as Reference</source>
        <translation>참조 그림로 사용</translation>
    </message>
    <message>
        <source>More Like This…</source>
        <translation>비슷한 그림 더 만들기…</translation>
    </message>
    <message>
        <source>Vary a Part…</source>
        <translation>일부분 다시 그리기…</translation>
    </message>
    <message>
        <source>Extend…</source>
        <translation>확장…</translation>
    </message>
    <message>
        <source>Use as Starting Image</source>
        <translation>시작 이미지로 사용</translation>
    </message>
    <message>
        <source>Origin</source>
        <translation>원본</translation>
    </message>
    <message>
        <source>Continue from Here</source>
        <translation>이 그림으로 계속하기</translation>
    </message>
    <message>
        <source>New Album from the Selection…</source>
        <translation>선택한 그림으로 새 앨범…</translation>
    </message>
    <message>
        <source>Rename</source>
        <translation>이름 변경</translation>
    </message>
    <message>
        <source>Move to Trash</source>
        <translation>휴지통으로 이동</translation>
    </message>
    <message>
        <source>Make It Smaller</source>
        <translation>더 작게 만들기</translation>
    </message>
    <message>
        <source>Model Folders…</source>
        <translation>모델 폴더…</translation>
    </message>
    <message>
        <source>Show Model in Finder</source>
        <translation>Finder에서 모델 보기</translation>
    </message>
    <message>
        <source>Minimize</source>
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
    <message>
        <source>Model Info…</source>
        <translation>모델 정보…</translation>
    </message>
    <message>
        <source>Convert to Core ML…</source>
        <translation>Core ML로 변환…</translation>
    </message>
    <message>
        <source>Export…</source>
        <translation>내보내기…</translation>
    </message>
    <message>
        <source>Contact Sheet…</source>
        <translation>밀착 인화…</translation>
    </message>
    <message>
        <source>Add a Folder to the Gallery…</source>
        <translation>갤러리에 폴더 추가…</translation>
    </message>
    <message>
        <source>By Rating</source>
        <translation>별점순</translation>
    </message>
    <message>
        <source>Filters</source>
        <translation>필터</translation>
    </message>
    <message>
        <source>Rating</source>
        <translation>별점</translation>
    </message>
    <message>
        <source>Tags</source>
        <translation>태그</translation>
    </message>
    <message>
        <source>Open</source>
        <translation>열기</translation>
    </message>
    <message>
        <source>Compare</source>
        <translation>비교</translation>
    </message>
    <message>
        <source>Paint a Mask…</source>
        <translation>마스크 칠하기…</translation>
    </message>
    <message>
        <source>No Stars</source>
        <translation>별점 없음</translation>
    </message>
    <message>
        <source>Red</source>
        <translation>빨간색</translation>
    </message>
    <message>
        <source>Orange</source>
        <translation>주황색</translation>
    </message>
    <message>
        <source>Yellow</source>
        <translation>노란색</translation>
    </message>
    <message>
        <source>Green</source>
        <translation>초록색</translation>
    </message>
    <message>
        <source>Blue</source>
        <translation>파란색</translation>
    </message>
    <message>
        <source>Purple</source>
        <translation>보라색</translation>
    </message>
    <message>
        <source>Gray</source>
        <translation>회색</translation>
    </message>
    <message>
        <source>Other Tags…</source>
        <translation>다른 태그…</translation>
    </message>
    <message>
        <source>Albums…</source>
        <translation>앨범…</translation>
    </message>
    <message>
        <source>Move To…</source>
        <translation>이동…</translation>
    </message>
    <message>
        <source>Duplicate</source>
        <translation>복제</translation>
    </message>
    <message>
        <source>Get Models…</source>
        <translation>모델 받기…</translation>
    </message>
    <message>
        <source>Installed Models</source>
        <translation>설치된 모델</translation>
    </message>
    <message>
        <source>Downloads</source>
        <translation>다운로드</translation>
    </message>
    <message>
        <source>Rescan Model Folders</source>
        <translation>모델 폴더 다시 검색</translation>
    </message>
    <message>
        <source>Easel Help</source>
        <translation>Easel 도움말</translation>
    </message>
    <message>
        <source>Welcome to Easel</source>
        <translation>Easel 시작하기</translation>
    </message>
    <message>
        <source>Copy Diagnostics</source>
        <translation>진단 정보 복사</translation>
    </message>
    <message>
        <source>Show Logs</source>
        <translation>로그 보기</translation>
    </message>
    <message>
        <source>Check for Updates…</source>
        <translation>업데이트 확인…</translation>
    </message>
    <message>
        <source>Upscale…</source>
        <translation>업스케일…</translation>
    </message>
    <message>
        <source>Share…</source>
        <translation>공유…</translation>
    </message>
</context>
<context>
    <name>AdvancedGroup</name>
    <message>
        <source>Only where a picture is too large</source>
        <translation>그림이 너무 클 때만</translation>
    </message>
    <message>
        <source>Automatic</source>
        <translation>자동</translation>
    </message>
    <message>
        <source>Always</source>
        <translation>항상</translation>
    </message>
    <message>
        <source>Never</source>
        <translation>안 함</translation>
    </message>
    <message>
        <source>Best for this computer</source>
        <translation>이 컴퓨터에 맞게</translation>
    </message>
    <message>
        <source>fp32: exact, most memory</source>
        <translation>fp32: 정확함, 메모리 많이 사용</translation>
    </message>
    <message>
        <source>fp16: half the memory</source>
        <translation>fp16: 메모리 절반</translation>
    </message>
    <message>
        <source>bf16: half the memory</source>
        <translation>bf16: 메모리 절반</translation>
    </message>
    <message>
        <source>int8 layers: half of that again, a little less exact</source>
        <translation>int8 레이어: 다시 그 절반, 조금 덜 정확함</translation>
    </message>
    <message>
        <source>Safety checker</source>
        <translation>안전 검사기</translation>
    </message>
    <message>
        <source>The model’s own checker hides pictures that it takes for unsafe.</source>
        <translation>모델에 포함된 검사기가 안전하지 않다고 판단한 그림을 가립니다.</translation>
    </message>
    <message>
        <source>The model’s own</source>
        <translation>모델 자체 VAE</translation>
    </message>
    <message>
        <source>Clip skip</source>
        <translation>클립 스킵</translation>
    </message>
    <message>
        <source>Layers left out at the end of the text encoder. 0 leaves none out; A1111 counts from 1, so its 2 is 1 here.</source>
        <translation>텍스트 인코더 끝에서 건너뛸 층 수입니다. 0이면 건너뛰지 않습니다. A1111은 1부터 세므로 A1111의 2가 여기서는 1입니다.</translation>
    </message>
    <message>
        <source>Prompt as in</source>
        <translation>프롬프트 해석 방식</translation>
    </message>
    <message>
        <source>The app whose brackets, weights and clip skip the prompts mean; a picture’s settings set it.</source>
        <translation>프롬프트의 괄호, 가중치, 클립 스킵을 어느 앱의 방식으로 읽을지 정합니다. 그림의 설정을 사용하면 자동으로 정해집니다.</translation>
    </message>
    <message>
        <source>VAE</source>
        <translation>VAE</translation>
    </message>
    <message>
        <source>The part that turns the finished latent into pixels: it sets the colors.</source>
        <translation>완성된 잠재 이미지를 픽셀로 바꾸는 부분으로, 색감을 결정합니다.</translation>
    </message>
    <message>
        <source>VAE tiling</source>
        <translation>VAE 타일링</translation>
    </message>
    <message>
        <source>Decode in tiles: large pictures fit into memory, with faint seams.</source>
        <translation>타일로 나누어 디코딩합니다. 큰 그림도 메모리에 들어가지만 이음매가 희미하게 보일 수 있습니다.</translation>
    </message>
    <message>
        <source>Precision</source>
        <translation>정밀도</translation>
    </message>
    <message>
        <source>How exactly the model computes: fp32 helps where pictures come out black; the model is loaded again.</source>
        <translation>모델이 계산하는 정밀도입니다. 그림이 검게 나올 때는 fp32가 도움이 됩니다. 모델을 다시 불러옵니다.</translation>
    </message>
</context>
<context>
    <name>AdvancedOptions</name>
    <message>
        <source>Twice as fast with guidance 1 (Turbo, LCM)</source>
        <translation>가이던스 1에서 두 배 빠르게(Turbo, LCM)</translation>
    </message>
    <message>
        <source>Cut the UNet in two (for iPhone)</source>
        <translation>UNet을 둘로 나누기(iPhone용)</translation>
    </message>
    <message>
        <source>Allow ControlNets</source>
        <translation>ControlNet으로 조종할 수 있게 하기</translation>
    </message>
    <message>
        <source>Compare every part with PyTorch</source>
        <translation>모든 부분을 PyTorch와 비교</translation>
    </message>
    <message>
        <source>The model’s own</source>
        <translation>모델의 VAE</translation>
    </message>
    <message>
        <source>Packages (.mlpackage)</source>
        <translation>패키지(.mlpackage)</translation>
    </message>
    <message>
        <source>Compiled (.mlmodelc)</source>
        <translation>컴파일됨(.mlmodelc)</translation>
    </message>
    <message>
        <source>Compiled models can be made on a Mac only.</source>
        <translation>컴파일된 모델은 Mac에서만 만들 수 있습니다.</translation>
    </message>
    <message>
        <source>VAE</source>
        <translation>VAE</translation>
    </message>
    <message>
        <source>What turns the result into pixels: it can’t be changed in the converted model.</source>
        <translation>결과를 픽셀로 바꾸는 부분입니다. 변환한 뒤에는 바꿀 수 없습니다.</translation>
    </message>
    <message>
        <source>LoRA</source>
        <translation>LoRA</translation>
    </message>
    <message>
        <source>Goes into the weights for good: a Core ML model can’t be given another later.</source>
        <translation>가중치에 영구적으로 포함됩니다. Core ML 모델에는 나중에 다른 LoRA를 추가할 수 없습니다.</translation>
    </message>
    <message>
        <source>The UNet gets inputs for ControlNets.</source>
        <translation>UNet에 ControlNet의 신호를 받는 입력이 생깁니다.</translation>
    </message>
    <message>
        <source>Minimum system</source>
        <translation>최소 시스템</translation>
    </message>
    <message>
        <source>The oldest system that can run it; newer ones run it a little faster.</source>
        <translation>실행할 수 있는 가장 오래된 시스템입니다. 새 시스템용은 조금 더 빠릅니다.</translation>
    </message>
    <message>
        <source>Files</source>
        <translation>파일</translation>
    </message>
    <message>
        <source>Compiled models load at once the first time, packages can be inspected and run anywhere.</source>
        <translation>컴파일된 모델은 처음부터 바로 로드되고, 패키지는 어디서나 살펴보고 실행할 수 있습니다.</translation>
    </message>
    <message>
        <source>The UNet takes one picture at a time: with guidance above 1 it is called twice a step.</source>
        <translation>UNet이 한 번에 그림 하나를 처리합니다. 가이던스가 1보다 크면 단계마다 두 번 호출됩니다.</translation>
    </message>
    <message>
        <source>Two files of half the size, which small devices can load.</source>
        <translation>작은 기기도 로드할 수 있도록 절반 크기의 파일 두 개로 만듭니다.</translation>
    </message>
    <message>
        <source>Runs each part here and reports how far it is from the original; takes some minutes more.</source>
        <translation>각 부분을 실행하여 원본과의 차이를 알려 줍니다. 몇 분 더 걸립니다.</translation>
    </message>
</context>
<context>
    <name>AlbumActions</name>
    <message>
        <source>New Album</source>
        <translation>새 앨범</translation>
    </message>
    <message>
        <source>New Smart Album</source>
        <translation>새 스마트 앨범</translation>
    </message>
    <message>
        <source>Rename Album</source>
        <translation>앨범 이름 변경</translation>
    </message>
    <message>
        <source>New Album…</source>
        <translation>새 앨범…</translation>
    </message>
    <message>
        <source>Name:</source>
        <translation>이름:</translation>
    </message>
</context>
<context>
    <name>AnnotationActions</name>
    <message>
        <source>Tags</source>
        <translation>태그</translation>
    </message>
    <message>
        <source>New tag</source>
        <translation>새 태그</translation>
    </message>
    <message>
        <source>Albums</source>
        <translation>앨범</translation>
    </message>
    <message>
        <source>New album</source>
        <translation>새 앨범</translation>
    </message>
</context>
<context>
    <name>AnnotationsRow</name>
    <message numerus="yes">
        <source>%n star(s)</source>
        <translation>
            <numerusform>별 %n개</numerusform>
        </translation>
    </message>
    <message>
        <source>Tag: {name}</source>
        <translation>태그: {name}</translation>
    </message>
    <message>
        <source>Put the picture into albums</source>
        <translation>그림을 앨범에 넣기</translation>
    </message>
    <message>
        <source>Add to an Album…</source>
        <translation>앨범에 추가…</translation>
    </message>
</context>
<context>
    <name>AssetGroup</name>
    <message>
        <source>Get One…</source>
        <translation>받기…</translation>
    </message>
</context>
<context>
    <name>AxisControl</name>
    <message>
        <source>Nothing</source>
        <translation>없음</translation>
    </message>
    <message>
        <source>Add a value by its name</source>
        <translation>이름으로 값 추가</translation>
    </message>
    <message>
        <source>{axis}: values</source>
        <translation>{axis}: 값</translation>
    </message>
    <message>
        <source>Names, separated by commas</source>
        <translation>쉼표로 구분한 이름</translation>
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
        <source>Copy Report</source>
        <translation>보고서 복사</translation>
    </message>
    <message numerus="yes">
        <source>{sentence} (%n times)</source>
        <translation>
            <numerusform>{sentence} (%n번)</numerusform>
        </translation>
    </message>
    <message>
        <source>Close</source>
        <translation>닫기</translation>
    </message>
</context>
<context>
    <name>BoxHandle</name>
    <message>
        <source>Drag for more lines; double-click to follow the text</source>
        <translation>드래그하여 줄 수를 조절하고, 이중 클릭하면 글에 맞춥니다.</translation>
    </message>
</context>
<context>
    <name>BreakableLabel</name>
    <message>
        <source>Copy</source>
        <translation>복사</translation>
    </message>
    <message>
        <source>Select All</source>
        <translation>모두 선택</translation>
    </message>
</context>
<context>
    <name>CataloguePage</name>
    <message>
        <source>Search</source>
        <translation>검색</translation>
    </message>
    <message>
        <source>Easel’s own list has no model with this name. You can also paste an address: org/name, a page of huggingface.co or civitai.com, or a link to a .safetensors or .zip file.</source>
        <translation>Easel의 목록에는 이 이름의 모델이 없습니다. 주소를 붙여넣을 수도 있습니다: org/name, huggingface.co 또는 civitai.com 페이지, .safetensors 또는 .zip 파일 링크.</translation>
    </message>
</context>
<context>
    <name>ChainStrip</name>
    <message>
        <source>Origin and results</source>
        <translation>원본과 결과</translation>
    </message>
    <message>
        <source>This picture</source>
        <translation>이 그림</translation>
    </message>
    <message>
        <source>Made from {name}</source>
        <translation>{name}에서 만들어짐</translation>
    </message>
    <message>
        <source>Made of it: {name}</source>
        <translation>이 그림으로 만듦: {name}</translation>
    </message>
</context>
<context>
    <name>CompareCanvas</name>
    <message>
        <source>Two pictures</source>
        <translation>그림 두 개</translation>
    </message>
    <message>
        <source>“{name}” can’t be shown.</source>
        <translation>“{name}”을(를) 표시할 수 없습니다.</translation>
    </message>
</context>
<context>
    <name>Comparer</name>
    <message>
        <source>Compare</source>
        <translation>비교</translation>
    </message>
    <message>
        <source>With a slider (S)</source>
        <translation>슬라이더로 비교 (S)</translation>
    </message>
    <message>
        <source>Side by side (B)</source>
        <translation>나란히 비교 (B)</translation>
    </message>
    <message>
        <source>Swap the pictures (X)</source>
        <translation>그림 맞바꾸기 (X)</translation>
    </message>
    <message>
        <source>What differs</source>
        <translation>다른 점</translation>
    </message>
    <message>
        <source>Drawn with the same settings</source>
        <translation>같은 설정으로 그렸습니다</translation>
    </message>
</context>
<context>
    <name>CompletionList</name>
    <message>
        <source>Completions</source>
        <translation>자동 완성 목록</translation>
    </message>
</context>
<context>
    <name>ContactSheetDialog</name>
    <message numerus="yes">
        <source>Contact Sheet of %n picture(s)</source>
        <translation>
            <numerusform>그림 %n장의 밀착 인화</numerusform>
        </translation>
    </message>
    <message>
        <source>PNG, one file a page</source>
        <translation>PNG, 페이지마다 파일 하나</translation>
    </message>
    <message>
        <source>Columns</source>
        <translation>열</translation>
    </message>
    <message>
        <source>Prompt</source>
        <translation>프롬프트</translation>
    </message>
    <message>
        <source>None</source>
        <translation>없음</translation>
    </message>
    <message>
        <source>Format</source>
        <translation>포맷</translation>
    </message>
    <message>
        <source>How many pictures side by side</source>
        <translation>한 줄에 놓을 그림 수</translation>
    </message>
    <message>
        <source>Captions</source>
        <translation>설명</translation>
    </message>
    <message>
        <source>The text under each picture</source>
        <translation>그림 아래에 넣을 내용</translation>
    </message>
    <message>
        <source>Save…</source>
        <translation>저장…</translation>
    </message>
</context>
<context>
    <name>ControlNetCard</name>
    <message>
        <source>ControlNet picture</source>
        <translation>ControlNet 그림</translation>
    </message>
    <message>
        <source>None: it is a map already</source>
        <translation>없음: 이미 맵인 그림</translation>
    </message>
    <message>
        <source>None</source>
        <translation>없음</translation>
    </message>
    <message>
        <source>Canny: its edges</source>
        <translation>Canny: 윤곽선</translation>
    </message>
    <message>
        <source>Canny</source>
        <translation>Canny</translation>
    </message>
    <message>
        <source>Depth</source>
        <translation>깊이</translation>
    </message>
    <message>
        <source>Pose</source>
        <translation>포즈</translation>
    </message>
    <message>
        <source>{kind}: needs a model in your folders</source>
        <translation>{kind}: 폴더에 모델이 필요합니다</translation>
    </message>
    <message>
        <source>For depth a folder of Depth Anything or DPT, for pose one of ViTPose, as transformers keeps them.</source>
        <translation>깊이에는 Depth Anything이나 DPT, 포즈에는 ViTPose의 transformers 형식 폴더가 필요합니다.</translation>
    </message>
    <message>
        <source>Remove {name}</source>
        <translation>{name} 제거</translation>
    </message>
    <message>
        <source>Map</source>
        <translation>맵</translation>
    </message>
    <message>
        <source>What makes the map that the ControlNet follows out of the picture.</source>
        <translation>그림에서 ControlNet이 따를 맵을 만드는 방법입니다.</translation>
    </message>
    <message>
        <source>Weight</source>
        <translation>가중치</translation>
    </message>
    <message>
        <source>How strictly the picture follows the map; 1 is what it was made for.</source>
        <translation>그림이 맵을 얼마나 엄격히 따를지 정합니다. 1이 원래 의도한 값입니다.</translation>
    </message>
    <message>
        <source>Acts from</source>
        <translation>적용 구간</translation>
    </message>
    <message>
        <source>The part of the steps in which it acts: 0 is the first, 1 the last.</source>
        <translation>적용할 단계의 구간입니다. 0은 처음, 1은 마지막입니다.</translation>
    </message>
    <message>
        <source>Acts until</source>
        <translation>적용 끝</translation>
    </message>
    <message>
        <source>to</source>
        <translation>–</translation>
    </message>
</context>
<context>
    <name>ControlNetGroup</name>
    <message>
        <source>Add a ControlNet</source>
        <translation>ControlNet 추가</translation>
    </message>
    <message>
        <source>Add a ControlNet…</source>
        <translation>ControlNet 추가…</translation>
    </message>
    <message>
        <source>A ControlNet makes the picture follow the lines or shapes of another one.</source>
        <translation>ControlNet은 그림이 다른 그림의 선이나 형태를 따르게 합니다.</translation>
    </message>
    <message>
        <source>Get a ControlNet</source>
        <translation>ControlNet 받기</translation>
    </message>
</context>
<context>
    <name>Conversion</name>
    <message>
        <source>Best for this Mac</source>
        <translation>이 Mac에 맞게</translation>
    </message>
    <message>
        <source>GPU</source>
        <translation>GPU</translation>
    </message>
    <message>
        <source>Neural Engine</source>
        <translation>Neural Engine</translation>
    </message>
    <message>
        <source>Neural Engine, in pieces</source>
        <translation>Neural Engine(조각으로)</translation>
    </message>
    <message>
        <source>{n} MB</source>
        <translation>{n}MB</translation>
    </message>
    <message>
        <source>{n} GB</source>
        <translation>{n}GB</translation>
    </message>
    <message>
        <source>equal</source>
        <translation>같음</translation>
    </message>
    <message>
        <source>{n} dB</source>
        <translation>{n}dB</translation>
    </message>
    <message>
        <source>{name}, {width} × {height}, {size}.</source>
        <translation>{name}, {width} × {height}, {size}.</translation>
    </message>
    <message>
        <source>Every part was run here and compared with PyTorch: above 55 dB the difference can’t be seen, below 35 dB it is another picture.</source>
        <translation>모든 부분을 실행하여 PyTorch와 비교했습니다. 55dB를 넘으면 차이가 보이지 않고, 35dB보다 낮으면 다른 그림이 됩니다.</translation>
    </message>
</context>
<context>
    <name>ConversionDialog</name>
    <message>
        <source>Convert to Core ML</source>
        <translation>Core ML로 변환</translation>
    </message>
    <message>
        <source>Makes a Core ML model, which runs on the Mac’s GPU or its Neural Engine. The original stays as it is.</source>
        <translation>Mac의 GPU나 Neural Engine에서 실행되는 Core ML 모델을 만듭니다. 원본은 그대로 남습니다.</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>취소</translation>
    </message>
    <message>
        <source>Go On in the Background</source>
        <translation>백그라운드에서 계속</translation>
    </message>
    <message>
        <source>Use This Model</source>
        <translation>이 모델 사용</translation>
    </message>
    <message>
        <source>Convert</source>
        <translation>변환</translation>
    </message>
    <message>
        <source>Convert and Replace</source>
        <translation>변환하여 바꾸기</translation>
    </message>
    <message>
        <source>Takes about {memory} of memory and {disk} of disk; there are {has_memory} and {has_disk}.</source>
        <translation>메모리 약 {memory}, 디스크 약 {disk}가 필요합니다. 지금 {has_memory}와 {has_disk}를 쓸 수 있습니다.</translation>
    </message>
    <message>
        <source>There is not enough memory for this model: close other programs, or convert it on a Mac with more.</source>
        <translation>이 모델을 변환하기에는 메모리가 부족합니다. 다른 앱을 닫거나 메모리가 더 많은 Mac에서 변환하십시오.</translation>
    </message>
    <message>
        <source>There is not enough disk space: free some, or choose another folder.</source>
        <translation>디스크 공간이 부족합니다. 공간을 확보하거나 다른 폴더를 선택하십시오.</translation>
    </message>
    <message>
        <source>Stopped. Nothing was kept.</source>
        <translation>중단했습니다. 남은 파일은 없습니다.</translation>
    </message>
</context>
<context>
    <name>ConversionOptions</name>
    <message>
        <source>Made for</source>
        <translation>기준</translation>
    </message>
    <message>
        <source>How the UNet’s attention is written: the GPU and the Neural Engine need it differently.</source>
        <translation>UNet의 어텐션을 쓰는 방식입니다. GPU와 Neural Engine에 맞는 방식이 서로 다릅니다.</translation>
    </message>
    <message>
        <source>Size</source>
        <translation>크기</translation>
    </message>
    <message>
        <source>Width and height in pixels. A Core ML model draws in this one size.</source>
        <translation>너비와 높이(픽셀)입니다. Core ML 모델은 이 크기로만 그립니다.</translation>
    </message>
    <message>
        <source>Weights</source>
        <translation>가중치</translation>
    </message>
    <message>
        <source>Smaller weights take less memory and disk and change the pictures a little.</source>
        <translation>가중치가 작을수록 메모리와 디스크를 덜 쓰고 그림이 조금 달라집니다.</translation>
    </message>
    <message>
        <source>Save as</source>
        <translation>저장</translation>
    </message>
    <message>
        <source>More</source>
        <translation>더 보기</translation>
    </message>
    <message>
        <source>Width and height must be multiples of {n}.</source>
        <translation>너비와 높이는 {n}의 배수여야 합니다.</translation>
    </message>
    <message>
        <source>The GPU on a Mac with eight or more fast cores, else the Neural Engine.</source>
        <translation>고성능 코어가 8개 이상인 Mac에서는 GPU, 그 밖에는 Neural Engine입니다.</translation>
    </message>
    <message>
        <source>Best on the large GPUs of Max and Ultra chips.</source>
        <translation>Max와 Ultra 칩의 큰 GPU에 가장 좋습니다.</translation>
    </message>
    <message>
        <source>Best on the Neural Engine: little power, little memory.</source>
        <translation>Neural Engine에 가장 좋습니다. 전력과 메모리를 적게 씁니다.</translation>
    </message>
    <message>
        <source>Attention in smaller pieces: for iPhone and for sizes that are too large for the Neural Engine otherwise.</source>
        <translation>어텐션을 더 작은 조각으로 나눕니다. iPhone이나 Neural Engine에 너무 큰 크기에 알맞습니다.</translation>
    </message>
    <message>
        <source>Width</source>
        <translation>너비</translation>
    </message>
    <message>
        <source>Height</source>
        <translation>높이</translation>
    </message>
    <message>
        <source>In pixels, a multiple of 8.</source>
        <translation>픽셀 단위, 8의 배수입니다.</translation>
    </message>
    <message>
        <source>16 bits (unchanged)</source>
        <translation>16비트(그대로)</translation>
    </message>
    <message>
        <source>8 bits, linear (half the size)</source>
        <translation>8비트 선형(절반 크기)</translation>
    </message>
    <message>
        <source>8 bits, palette (half the size)</source>
        <translation>8비트 팔레트(절반 크기)</translation>
    </message>
    <message>
        <source>6 bits, palette (40 % of the size)</source>
        <translation>6비트 팔레트(40% 크기)</translation>
    </message>
    <message>
        <source>4 bits, palette (a quarter; coarser)</source>
        <translation>4비트 팔레트(4분의 1, 더 거칠게)</translation>
    </message>
    <message>
        <source>2 bits, palette (to experiment)</source>
        <translation>2비트 팔레트(실험용)</translation>
    </message>
    <message>
        <source>1 bit, palette (to experiment)</source>
        <translation>1비트 팔레트(실험용)</translation>
    </message>
</context>
<context>
    <name>ConversionProgressView</name>
    <message>
        <source>Converting {name}</source>
        <translation>{name} 변환 중</translation>
    </message>
    <message>
        <source>Reading the model</source>
        <translation>모델을 읽는 중</translation>
    </message>
    <message>
        <source>Waiting for the jobs before it</source>
        <translation>앞의 작업을 기다리는 중</translation>
    </message>
    <message>
        <source>Stopping…</source>
        <translation>중단하는 중…</translation>
    </message>
    <message>
        <source>Working out how long it takes</source>
        <translation>남은 시간을 계산하는 중</translation>
    </message>
</context>
<context>
    <name>ConversionReportView</name>
    <message>
        <source>Converted</source>
        <translation>변환 완료</translation>
    </message>
</context>
<context>
    <name>CoreMLPage</name>
    <message>
        <source>A Core ML package is compiled for this Mac when it is first used, and kept, so that it loads in seconds afterwards.</source>
        <translation>Core ML 패키지는 처음 쓸 때 이 Mac에 맞게 컴파일되어 보관되므로, 그다음부터는 몇 초 만에 로드됩니다.</translation>
    </message>
    <message>
        <source>Clear</source>
        <translation>비우기</translation>
    </message>
    <message>
        <source>Clear the cache of compiled models</source>
        <translation>컴파일된 모델 캐시 비우기</translation>
    </message>
    <message>
        <source>Models are compiled again when they are next used.</source>
        <translation>모델을 다음에 쓸 때 다시 컴파일합니다.</translation>
    </message>
    <message>
        <source>Compiled models</source>
        <translation>컴파일된 모델</translation>
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
        <source>Last used</source>
        <translation>마지막 사용</translation>
    </message>
    <message>
        <source>Largest size</source>
        <translation>최대 크기</translation>
    </message>
    <message>
        <source>Models that were not used for the longest time are removed first. 0: no limit.</source>
        <translation>가장 오래 쓰지 않은 모델부터 제거됩니다. 0: 제한 없음.</translation>
    </message>
    <message>
        <source>GB (0: no limit)</source>
        <translation>GB(0: 제한 없음)</translation>
    </message>
    <message>
        <source>Most space for compiled models in GB</source>
        <translation>컴파일된 모델의 최대 공간(GB)</translation>
    </message>
    <message numerus="yes">
        <source>%n compiled model(s), {size}</source>
        <translation>
            <numerusform>컴파일된 모델 %n개, {size}</numerusform>
        </translation>
    </message>
    <message>
        <source>Nothing is compiled yet.</source>
        <translation>아직 컴파일된 모델이 없습니다.</translation>
    </message>
</context>
<context>
    <name>Dates</name>
    <message>
        <source>Today</source>
        <translation>오늘</translation>
    </message>
    <message>
        <source>Yesterday</source>
        <translation>어제</translation>
    </message>
    <message>
        <source>Last 7 days</source>
        <translation>최근 7일</translation>
    </message>
    <message>
        <source>Last 30 days</source>
        <translation>최근 30일</translation>
    </message>
    <message>
        <source>This year</source>
        <translation>올해</translation>
    </message>
</context>
<context>
    <name>DestinationRow</name>
    <message>
        <source>Name of the new model</source>
        <translation>새 모델의 이름</translation>
    </message>
    <message>
        <source>Choose…</source>
        <translation>선택…</translation>
    </message>
    <message>
        <source>Choose the folder for the new model</source>
        <translation>새 모델의 폴더 선택</translation>
    </message>
    <message>
        <source>Give the new model a name without / : \ and without a leading dot.</source>
        <translation>새 모델의 이름에는 / : \를 쓸 수 없고 마침표로 시작할 수 없습니다.</translation>
    </message>
    <message>
        <source>There is something else called “{name}” in this folder.</source>
        <translation>이 폴더에 이름이 “{name}”인 다른 항목이 있습니다.</translation>
    </message>
    <message>
        <source>Folder for the new model</source>
        <translation>새 모델의 폴더</translation>
    </message>
    <message>
        <source>in {folder}</source>
        <translation>위치: {folder}</translation>
    </message>
</context>
<context>
    <name>DetailsDialog</name>
    <message>
        <source>Details</source>
        <translation>자세히</translation>
    </message>
    <message>
        <source>Technical report</source>
        <translation>기술 보고서</translation>
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
    <name>DownloadRow</name>
    <message>
        <source>Progress of {name}</source>
        <translation>{name} 진행 상황</translation>
    </message>
    <message>
        <source>Set a Token…</source>
        <translation>토큰 설정…</translation>
    </message>
    <message>
        <source>Use</source>
        <translation>사용</translation>
    </message>
    <message>
        <source>Try Again</source>
        <translation>다시 시도</translation>
    </message>
    <message>
        <source>Pause</source>
        <translation>일시 정지</translation>
    </message>
    <message>
        <source>Resume</source>
        <translation>재개</translation>
    </message>
    <message>
        <source>Cancel and delete what was downloaded</source>
        <translation>취소하고 받은 부분 삭제</translation>
    </message>
</context>
<context>
    <name>DownloadsButton</name>
    <message numerus="yes">
        <source>%n download(s)</source>
        <translation>
            <numerusform>다운로드 %n개</numerusform>
        </translation>
    </message>
    <message>
        <source>Downloads</source>
        <translation>다운로드</translation>
    </message>
</context>
<context>
    <name>DownloadsPage</name>
    <message>
        <source>Downloads</source>
        <translation>다운로드</translation>
    </message>
    <message>
        <source>Pause All</source>
        <translation>모두 일시 정지</translation>
    </message>
    <message>
        <source>Resume All</source>
        <translation>모두 재개</translation>
    </message>
    <message>
        <source>Clear Finished</source>
        <translation>완료 항목 지우기</translation>
    </message>
    <message>
        <source>No downloads. Downloads appear here. One that is interrupted goes on where it stopped.</source>
        <translation>다운로드가 없습니다. 다운로드가 여기에 표시되며, 중단되면 멈춘 곳에서 이어집니다.</translation>
    </message>
</context>
<context>
    <name>DropHandler</name>
    <message>
        <source>Use Its Settings</source>
        <translation>이 설정 사용</translation>
    </message>
    <message>
        <source>“{name}” tells how it was made, with {source}.</source>
        <translation>“{name}”에 만든 방법이 들어 있습니다({source}).</translation>
    </message>
    <message>
        <source>“{name}” can’t be opened as a picture: it is damaged, or larger than Easel reads.</source>
        <translation>“{name}” 파일을 그림으로 열 수 없습니다. 손상되었거나 Easel이 읽을 수 있는 크기보다 큽니다.</translation>
    </message>
    <message>
        <source>“{name}” carries no settings that Easel can read.</source>
        <translation>“{name}”에는 Easel이 읽을 수 있는 설정이 없습니다.</translation>
    </message>
    <message>
        <source>Not used: {list}</source>
        <translation>사용하지 않은 항목: {list}</translation>
    </message>
    <message>
        <source>“{name}” is the model of these settings: its hash is the same.</source>
        <translation>“{name}”이(가) 이 설정의 모델입니다. 해시가 같습니다.</translation>
    </message>
    <message>
        <source>Use It</source>
        <translation>사용</translation>
    </message>
    <message>
        <source>By their hashes, these settings’ LoRAs are: {list}.</source>
        <translation>해시로 보면 이 설정의 LoRA는 다음과 같습니다: {list}.</translation>
    </message>
    <message>
        <source>Use Them</source>
        <translation>사용</translation>
    </message>
    <message>
        <source>LoRAs with the names of these settings, but other hashes: {list}.</source>
        <translation>이 설정과 이름은 같지만 해시가 다른 LoRA: {list}.</translation>
    </message>
    <message>
        <source>The pasted text tells how a picture was made.</source>
        <translation>붙여넣은 텍스트에 그림을 만든 방법이 들어 있습니다.</translation>
    </message>
    <message>
        <source>Use as Settings</source>
        <translation>설정으로 사용</translation>
    </message>
    <message>
        <source>Add to Presets</source>
        <translation>프리셋에 추가</translation>
    </message>
    <message>
        <source>The app that this was dragged from did not hand the file over.</source>
        <translation>드래그해 온 앱이 파일을 넘겨주지 않았습니다.</translation>
    </message>
    <message>
        <source>Start from It</source>
        <translation>이 그림에서 시작</translation>
    </message>
    <message>
        <source>“{name}” is a preset.</source>
        <translation>“{name}”은(는) 프리셋입니다.</translation>
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
        <translation>왼쪽에 설명을 쓰고 생성을 누르거나, 아래 예시로 시작해 보십시오.</translation>
    </message>
    <message>
        <source>Draw “{prompt}”</source>
        <translation>“{prompt}” 그리기</translation>
    </message>
</context>
<context>
    <name>EntryCard</name>
    <message>
        <source>Set a Token…</source>
        <translation>토큰 설정…</translation>
    </message>
    <message>
        <source>Set a token for {name}</source>
        <translation>{name} 토큰 설정</translation>
    </message>
    <message>
        <source>Variant of {name}</source>
        <translation>{name} 변형</translation>
    </message>
    <message>
        <source>The same model in several forms; the one that suits this computer is first.</source>
        <translation>같은 모델의 여러 형태입니다. 이 컴퓨터에 알맞은 것이 맨 앞에 있습니다.</translation>
    </message>
    <message>
        <source>Needs: {what}</source>
        <translation>필요: {what}</translation>
    </message>
</context>
<context>
    <name>Explanation</name>
    <message>
        <source>There was not enough memory for it.</source>
        <translation>메모리가 부족했습니다.</translation>
    </message>
    <message>
        <source>The server could not be reached, or the connection broke off.</source>
        <translation>서버에 연결할 수 없거나 연결이 끊어졌습니다.</translation>
    </message>
    <message>
        <source>A file could not be understood: it is damaged, or another kind.</source>
        <translation>파일을 이해할 수 없습니다. 손상되었거나 다른 종류의 파일입니다.</translation>
    </message>
    <message>
        <source>The technical report says where in Easel’s code it happened.</source>
        <translation>기술 보고서에 Easel 코드의 어느 부분에서 발생했는지 나와 있습니다.</translation>
    </message>
    <message>
        <source>The system says that the disk is full.</source>
        <translation>시스템에 따르면 디스크가 가득 찼습니다.</translation>
    </message>
    <message>
        <source>The system says that there is no permission.</source>
        <translation>시스템에 따르면 권한이 없습니다.</translation>
    </message>
    <message>
        <source>The system says that there is no such file.</source>
        <translation>시스템에 따르면 그런 파일이 없습니다.</translation>
    </message>
    <message>
        <source>The system says that the disk can only be read.</source>
        <translation>시스템에 따르면 읽기만 가능한 디스크입니다.</translation>
    </message>
    <message>
        <source>The system says that the disk does not answer.</source>
        <translation>시스템에 따르면 디스크가 응답하지 않습니다.</translation>
    </message>
    <message>
        <source>The system says that too many files are open.</source>
        <translation>시스템에 따르면 열린 파일이 너무 많습니다.</translation>
    </message>
    <message>
        <source>The system says: {reason} (error {number}).</source>
        <translation>시스템 오류: {reason}({number}).</translation>
    </message>
</context>
<context>
    <name>ExportActions</name>
    <message>
        <source>Exporting…</source>
        <translation>내보내는 중…</translation>
    </message>
    <message>
        <source>Show</source>
        <translation>보기</translation>
    </message>
    <message>
        <source>The contact sheet is saved.</source>
        <translation>밀착 인화를 저장했습니다.</translation>
    </message>
    <message>
        <source>Making the contact sheet…</source>
        <translation>밀착 인화를 만드는 중…</translation>
    </message>
    <message numerus="yes">
        <source>%n picture(s) exported.</source>
        <translation>
            <numerusform>그림 %n장를 내보냈습니다.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n picture(s) exported without settings.</source>
        <translation>
            <numerusform>설정 없이 그림 %n장을 내보냈습니다.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n picture(s) could not be exported.</source>
        <translation>
            <numerusform>그림 %n장를 내보낼 수 없었습니다.</numerusform>
        </translation>
    </message>
    <message>
        <source>Save Contact Sheet</source>
        <translation>밀착 인화 저장</translation>
    </message>
</context>
<context>
    <name>ExportDialog</name>
    <message numerus="yes">
        <source>Export %n picture(s)</source>
        <translation>
            <numerusform>그림 %n장 내보내기</numerusform>
        </translation>
    </message>
    <message>
        <source>Quality</source>
        <translation>품질</translation>
    </message>
    <message>
        <source>Include the settings in the file</source>
        <translation>파일에 설정 포함</translation>
    </message>
    <message>
        <source>Anyone who has the picture can read its prompt, model and seed.</source>
        <translation>그림을 받는 사람이 프롬프트, 모델, 시드를 읽을 수 있습니다.</translation>
    </message>
    <message>
        <source>Choose…</source>
        <translation>선택…</translation>
    </message>
    <message>
        <source>Choose the folder</source>
        <translation>폴더 선택</translation>
    </message>
    <message>
        <source>Format</source>
        <translation>포맷</translation>
    </message>
    <message>
        <source>More quality makes larger files.</source>
        <translation>품질을 높이면 파일이 커집니다.</translation>
    </message>
    <message>
        <source>Size</source>
        <translation>크기</translation>
    </message>
    <message>
        <source>Pictures that are smaller than that stay as they are.</source>
        <translation>그보다 작은 그림은 그대로 둡니다.</translation>
    </message>
    <message>
        <source>Name</source>
        <translation>이름</translation>
    </message>
    <message>
        <source>Folder</source>
        <translation>폴더</translation>
    </message>
    <message>
        <source>Export</source>
        <translation>내보내기</translation>
    </message>
    <message>
        <source>Longest side {n} pixels</source>
        <translation>긴 변 {n}픽셀</translation>
    </message>
    <message>
        <source>Original size</source>
        <translation>원래 크기</translation>
    </message>
    <message>
        <source>Export To</source>
        <translation>내보낼 위치</translation>
    </message>
</context>
<context>
    <name>ExportRunner</name>
    <message>
        <source>Stop</source>
        <translation>중단</translation>
    </message>
    <message>
        <source>{doing} {number} of {count}</source>
        <translation>{doing} {count}장 중 {number}장</translation>
    </message>
</context>
<context>
    <name>ExtendCanvas</name>
    <message>
        <source>The picture in its new frame</source>
        <translation>새 틀 안의 그림</translation>
    </message>
</context>
<context>
    <name>ExtendDialog</name>
    <message>
        <source>Extend</source>
        <translation>확장</translation>
    </message>
    <message>
        <source>Left</source>
        <translation>왼쪽</translation>
    </message>
    <message>
        <source>Top</source>
        <translation>위쪽</translation>
    </message>
    <message>
        <source>Right</source>
        <translation>오른쪽</translation>
    </message>
    <message>
        <source>Bottom</source>
        <translation>아래쪽</translation>
    </message>
    <message>
        <source>What should the larger picture show?</source>
        <translation>넓어진 그림에 무엇이 보여야 하나요?</translation>
    </message>
    <message>
        <source>Prompt</source>
        <translation>프롬프트</translation>
    </message>
    <message>
        <source>{side}, in pixels</source>
        <translation>{side}(픽셀)</translation>
    </message>
    <message>
        <source>Choose a model first.</source>
        <translation>먼저 모델을 선택하십시오.</translation>
    </message>
    <message>
        <source>Drag an edge of the frame, or type the pixels.</source>
        <translation>틀의 가장자리를 드래그하거나 픽셀 수를 입력하십시오.</translation>
    </message>
    <message>
        <source>New size: {width} × {height}</source>
        <translation>새 크기: {width} × {height}</translation>
    </message>
</context>
<context>
    <name>ExtendRow</name>
    <message>
        <source>Draw nothing beyond the picture’s edges</source>
        <translation>그림 가장자리 밖은 그리지 않기</translation>
    </message>
    <message>
        <source>Extended: {sides} pixels</source>
        <translation>확장: {sides}픽셀</translation>
    </message>
</context>
<context>
    <name>FailedJobs</name>
    <message>
        <source>Save Elsewhere…</source>
        <translation>다른 곳에 저장…</translation>
    </message>
    <message>
        <source>Try Again</source>
        <translation>다시 시도</translation>
    </message>
    <message>
        <source>Try Now</source>
        <translation>지금 다시 시도</translation>
    </message>
    <message>
        <source>Save Elsewhere</source>
        <translation>다른 곳에 저장</translation>
    </message>
    <message>
        <source>Pictures ({list})</source>
        <translation>그림({list})</translation>
    </message>
</context>
<context>
    <name>FileActions</name>
    <message>
        <source>Move To</source>
        <translation>이동할 위치</translation>
    </message>
    <message numerus="yes">
        <source>%n picture(s) moved to the Trash.</source>
        <translation>
            <numerusform>그림 %n장를 휴지통으로 옮겼습니다.</numerusform>
        </translation>
    </message>
    <message>
        <source>Undo</source>
        <translation>실행 취소</translation>
    </message>
    <message>
        <source>Undo {operation}</source>
        <translation>{operation} 실행 취소</translation>
    </message>
    <message>
        <source>Redo {operation}</source>
        <translation>{operation} 실행 복귀</translation>
    </message>
    <message>
        <source>Redo</source>
        <translation>실행 복귀</translation>
    </message>
</context>
<context>
    <name>Filmstrip</name>
    <message>
        <source>Neighboring pictures</source>
        <translation>이웃한 그림</translation>
    </message>
</context>
<context>
    <name>FilterActions</name>
    <message>
        <source>Add a Folder to the Gallery</source>
        <translation>갤러리에 폴더 추가</translation>
    </message>
</context>
<context>
    <name>FilterBar</name>
    <message>
        <source>Model</source>
        <translation>모델</translation>
    </message>
    <message>
        <source>Show pictures of some models only</source>
        <translation>특정 모델의 그림만 표시</translation>
    </message>
    <message>
        <source>Size</source>
        <translation>크기</translation>
    </message>
    <message>
        <source>Show pictures of some sizes only</source>
        <translation>특정 크기의 그림만 표시</translation>
    </message>
    <message>
        <source>Date</source>
        <translation>날짜</translation>
    </message>
    <message>
        <source>Show pictures made in some days only</source>
        <translation>특정 기간에 만든 그림만 표시</translation>
    </message>
    <message>
        <source>Rating</source>
        <translation>별점</translation>
    </message>
    <message>
        <source>Show pictures with stars only</source>
        <translation>별점이 있는 그림만 표시</translation>
    </message>
    <message>
        <source>Tag</source>
        <translation>태그</translation>
    </message>
    <message>
        <source>Show pictures with some tags only</source>
        <translation>특정 태그가 있는 그림만 표시</translation>
    </message>
    <message>
        <source>LoRA</source>
        <translation>LoRA</translation>
    </message>
    <message>
        <source>Show pictures drawn with some LoRAs only</source>
        <translation>특정 LoRA로 그린 그림만 표시</translation>
    </message>
    <message>
        <source>Starting image</source>
        <translation>시작 이미지</translation>
    </message>
    <message>
        <source>Show only pictures that began from another one, or none of them</source>
        <translation>다른 그림에서 시작한 그림만 표시하거나 숨깁니다</translation>
    </message>
    <message>
        <source>Made from</source>
        <translation>바탕 그림</translation>
    </message>
    <message>
        <source>Only what was made from one picture is shown</source>
        <translation>그림 하나에서 만든 것만 표시합니다</translation>
    </message>
    <message>
        <source>Clear</source>
        <translation>지우기</translation>
    </message>
    <message>
        <source>Show all again</source>
        <translation>모두 다시 표시</translation>
    </message>
    <message>
        <source>with</source>
        <translation>있음</translation>
    </message>
    <message>
        <source>without</source>
        <translation>없음</translation>
    </message>
    <message>
        <source>one picture</source>
        <translation>그림 하나</translation>
    </message>
    <message>
        <source>No picture names its model</source>
        <translation>모델 이름이 있는 그림이 없습니다</translation>
    </message>
    <message>
        <source>No picture was drawn with a LoRA</source>
        <translation>LoRA로 그린 그림이 없습니다</translation>
    </message>
    <message>
        <source>There is no picture yet</source>
        <translation>아직 그림이 없습니다</translation>
    </message>
    <message>
        <source>Choose Days…</source>
        <translation>기간 선택…</translation>
    </message>
    <message>
        <source> or more</source>
        <translation> 이상</translation>
    </message>
    <message>
        <source>Show All Again</source>
        <translation>모두 다시 보기</translation>
    </message>
    <message>
        <source>With a starting image</source>
        <translation>시작 이미지 있음</translation>
    </message>
    <message>
        <source>Without one</source>
        <translation>시작 이미지 없음</translation>
    </message>
</context>
<context>
    <name>FirstUseBanner</name>
    <message>
        <source>Cancel</source>
        <translation>취소</translation>
    </message>
    <message>
        <source>First use of this model: it is compiled for {unit}, once. A few minutes are usual, later it takes seconds. {time} so far.</source>
        <translation>이 모델을 처음 사용합니다. {unit}용으로 한 번 컴파일합니다. 보통 몇 분이 걸리고 다음부터는 몇 초면 됩니다. 지금까지 {time}.</translation>
    </message>
</context>
<context>
    <name>FolderList</name>
    <message>
        <source>Model folders</source>
        <translation>모델 폴더</translation>
    </message>
    <message>
        <source>Easel’s own</source>
        <translation>Easel 폴더</translation>
    </message>
    <message>
        <source>Searching…</source>
        <translation>찾는 중…</translation>
    </message>
    <message numerus="yes">
        <source>%n model(s)</source>
        <translation>
            <numerusform>모델 %n개</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n LoRA(s), VAE(s) and the like</source>
        <translation>
            <numerusform>LoRA, VAE 등 %n개</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n can’t be used</source>
        <translation>
            <numerusform>사용할 수 없음 %n개</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>FoundFolderRow</name>
    <message>
        <source>Add</source>
        <translation>추가</translation>
    </message>
    <message>
        <source>Add {path}</source>
        <translation>{path} 추가</translation>
    </message>
</context>
<context>
    <name>FoundFolders</name>
    <message>
        <source>Other apps’ models on this computer</source>
        <translation>이 컴퓨터에 있는 다른 앱의 모델</translation>
    </message>
</context>
<context>
    <name>GalleryHeader</name>
    <message>
        <source>Order of the pictures</source>
        <translation>그림 정렬 순서</translation>
    </message>
    <message>
        <source>Filters: show only some pictures</source>
        <translation>필터: 일부 그림만 표시</translation>
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
        <source>Offer known words while a prompt is typed</source>
        <translation>프롬프트를 입력하는 동안 아는 단어 제안</translation>
    </message>
    <message>
        <source>Output folder</source>
        <translation>저장 폴더</translation>
    </message>
    <message>
        <source>Format</source>
        <translation>포맷</translation>
    </message>
    <message>
        <source>The file format of new pictures. All of them carry their settings.</source>
        <translation>새 그림의 파일 포맷입니다. 모든 포맷에 설정이 담깁니다.</translation>
    </message>
    <message>
        <source>File names</source>
        <translation>파일 이름</translation>
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
        <source>Appearance</source>
        <translation>화면 모드</translation>
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
        <source>Completion</source>
        <translation>자동 완성</translation>
    </message>
    <message>
        <source>Memory</source>
        <translation>메모리</translation>
    </message>
    <message>
        <source>Starter (comes with Easel)</source>
        <translation>스타터(Easel에 포함)</translation>
    </message>
    <message>
        <source>System’s language</source>
        <translation>시스템 언어</translation>
    </message>
    <message>
        <source>Match the system</source>
        <translation>시스템과 같게</translation>
    </message>
    <message>
        <source>Light</source>
        <translation>라이트</translation>
    </message>
    <message>
        <source>Dark</source>
        <translation>다크</translation>
    </message>
    <message>
        <source>PNG (every pixel exact)</source>
        <translation>PNG(모든 픽셀이 정확함)</translation>
    </message>
    <message>
        <source>JPEG (small files)</source>
        <translation>JPEG(작은 파일)</translation>
    </message>
    <message>
        <source>WebP (smallest files)</source>
        <translation>WebP(가장 작은 파일)</translation>
    </message>
</context>
<context>
    <name>GenerateActions</name>
    <message numerus="yes">
        <source>%n job(s) from last time are unfinished.</source>
        <translation>
            <numerusform>지난번에 끝나지 않은 작업이 %n개 있습니다.</numerusform>
        </translation>
    </message>
    <message>
        <source>Resume</source>
        <translation>계속</translation>
    </message>
    <message>
        <source>Discard</source>
        <translation>버리기</translation>
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
        <source>The grid decides how many pictures there are.</source>
        <translation>장수는 그리드에서 정해집니다.</translation>
    </message>
    <message>
        <source>Stopping…</source>
        <translation>중단하는 중…</translation>
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
    <name>GetArea</name>
    <message>
        <source>Pause</source>
        <translation>일시 정지</translation>
    </message>
    <message>
        <source>Pause {name}</source>
        <translation>{name} 일시 정지</translation>
    </message>
    <message>
        <source>Get</source>
        <translation>받기</translation>
    </message>
    <message>
        <source>Use</source>
        <translation>사용</translation>
    </message>
    <message>
        <source>Installed</source>
        <translation>설치됨</translation>
    </message>
    <message>
        <source>Resume</source>
        <translation>재개</translation>
    </message>
    <message>
        <source>Try Again</source>
        <translation>다시 시도</translation>
    </message>
</context>
<context>
    <name>Grid</name>
    <message>
        <source>Words of the prompt</source>
        <translation>프롬프트의 단어</translation>
    </message>
    <message>
        <source>Seed</source>
        <translation>시드</translation>
    </message>
    <message>
        <source>Steps</source>
        <translation>단계 수</translation>
    </message>
    <message>
        <source>Guidance</source>
        <translation>가이던스</translation>
    </message>
    <message>
        <source>Sampler</source>
        <translation>샘플러</translation>
    </message>
    <message>
        <source>Schedule</source>
        <translation>스케줄</translation>
    </message>
    <message>
        <source>Model</source>
        <translation>모델</translation>
    </message>
    <message>
        <source>Clip skip</source>
        <translation>클립 스킵</translation>
    </message>
    <message>
        <source>Strength</source>
        <translation>강도</translation>
    </message>
    <message>
        <source>Variation</source>
        <translation>변형</translation>
    </message>
</context>
<context>
    <name>GridGroup</name>
    <message>
        <source>Across</source>
        <translation>가로</translation>
    </message>
    <message>
        <source>The setting that changes from left to right.</source>
        <translation>왼쪽에서 오른쪽으로 바뀌는 설정입니다.</translation>
    </message>
    <message>
        <source>Down</source>
        <translation>세로</translation>
    </message>
    <message>
        <source>The setting that changes from top to bottom.</source>
        <translation>위에서 아래로 바뀌는 설정입니다.</translation>
    </message>
    <message>
        <source>Draws a picture for each value, and a sheet that compares them.</source>
        <translation>값마다 그림을 그리고, 나란히 비교하는 시트를 만듭니다.</translation>
    </message>
    <message>
        <source>The first words stand in the prompt; the others take their place.</source>
        <translation>첫 단어는 프롬프트에 있어야 하며, 나머지가 그 자리를 대신합니다.</translation>
    </message>
    <message numerus="yes">
        <source>%n picture(s) and a sheet.</source>
        <translation>
            <numerusform>그림 %n장과 시트 한 장.</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>HelpActions</name>
    <message>
        <source>The diagnostics are on the clipboard: versions, machine, last errors. No prompts, no pictures.</source>
        <translation>진단 정보(버전, 컴퓨터, 최근 오류)를 클립보드에 복사했습니다. 프롬프트와 그림은 들어 있지 않습니다.</translation>
    </message>
    <message>
        <source>Easel {new} is available; this is {old}.</source>
        <translation>새 버전 Easel {new}을(를) 받을 수 있습니다. 현재 버전은 {old}입니다.</translation>
    </message>
    <message>
        <source>Easel {version} is up to date.</source>
        <translation>Easel {version}은(는) 최신 버전입니다.</translation>
    </message>
    <message>
        <source>Show It</source>
        <translation>보기</translation>
    </message>
</context>
<context>
    <name>HighResGroup</name>
    <message>
        <source>Draw a second, larger pass</source>
        <translation>더 크게 한 번 더 그리기</translation>
    </message>
    <message>
        <source>Large pictures keep their composition: drawn small first, then enlarged.</source>
        <translation>먼저 작게 그린 다음 키워서, 큰 그림에서도 구도가 유지됩니다.</translation>
    </message>
    <message>
        <source>Scale</source>
        <translation>배율</translation>
    </message>
    <message>
        <source>How many times larger.</source>
        <translation>몇 배로 키울지 정합니다.</translation>
    </message>
    <message>
        <source>Strength</source>
        <translation>강도</translation>
    </message>
    <message>
        <source>How much the second pass redraws; below 0.5 it may stay blurred.</source>
        <translation>두 번째 과정에서 얼마나 새로 그릴지 정합니다. 0.5보다 작으면 흐릿하게 남을 수 있습니다.</translation>
    </message>
    <message>
        <source>Steps</source>
        <translation>단계 수</translation>
    </message>
    <message>
        <source>Steps of the second pass; 0 takes as many as the first.</source>
        <translation>두 번째 과정의 단계 수입니다. 0이면 첫 번째와 같습니다.</translation>
    </message>
    <message>
        <source>Strength of the second pass</source>
        <translation>두 번째 과정의 강도</translation>
    </message>
    <message>
        <source>Steps of the second pass</source>
        <translation>두 번째 과정의 단계 수</translation>
    </message>
    <message>
        <source>The picture will have {width} × {height} pixels.</source>
        <translation>그림 크기는 {width} × {height}픽셀이 됩니다.</translation>
    </message>
</context>
<context>
    <name>HistoryPanel</name>
    <message>
        <source>Earlier prompts</source>
        <translation>이전 프롬프트</translation>
    </message>
    <message>
        <source>Forget All</source>
        <translation>모두 지우기</translation>
    </message>
    <message>
        <source>Forget all earlier prompts</source>
        <translation>이전 프롬프트 모두 지우기</translation>
    </message>
    <message>
        <source>Search</source>
        <translation>검색</translation>
    </message>
    <message>
        <source>Search in earlier prompts</source>
        <translation>이전 프롬프트에서 검색</translation>
    </message>
    <message>
        <source>No earlier prompt has these words.</source>
        <translation>이 단어가 들어 있는 프롬프트가 없습니다.</translation>
    </message>
    <message>
        <source>Prompts that you draw are listed here.</source>
        <translation>그린 프롬프트가 여기에 나열됩니다.</translation>
    </message>
</context>
<context>
    <name>HubResultsPage</name>
    <message>
        <source>Back</source>
        <translation>뒤로</translation>
    </message>
    <message>
        <source>Try Again</source>
        <translation>다시 시도</translation>
    </message>
    <message>
        <source>Searching Hugging Face…</source>
        <translation>Hugging Face에서 검색 중…</translation>
    </message>
    <message>
        <source>On Hugging Face</source>
        <translation>Hugging Face</translation>
    </message>
    <message>
        <source>Found for “{text}”: {count}</source>
        <translation>“{text}” 검색 결과: {count}개</translation>
    </message>
    <message>
        <source>Nothing on Hugging Face has this name.</source>
        <translation>Hugging Face에 이 이름의 모델이 없습니다.</translation>
    </message>
    <message>
        <source>Not Available</source>
        <translation>사용할 수 없음</translation>
    </message>
</context>
<context>
    <name>ImageWell</name>
    <message>
        <source>Pictures ({list})</source>
        <translation>그림 ({list})</translation>
    </message>
    <message>
        <source>Drop a picture here, or click to choose one</source>
        <translation>그림을 여기에 놓거나 클릭하여 선택하십시오</translation>
    </message>
    <message>
        <source>“{name}” can’t be shown</source>
        <translation>“{name}”을(를) 표시할 수 없음</translation>
    </message>
</context>
<context>
    <name>InsertMenu</name>
    <message>
        <source>Heavier</source>
        <translation>더 강하게</translation>
    </message>
    <message>
        <source>Lighter</source>
        <translation>더 약하게</translation>
    </message>
    <message>
        <source>Weighs the chosen words: (word:1.2)</source>
        <translation>선택한 단어의 가중치를 바꿉니다: (단어:1.2)</translation>
    </message>
    <message>
        <source>Choice {red|green|blue}</source>
        <translation>무작위 선택 {red|green|blue}</translation>
    </message>
    <message>
        <source>New chunk (BREAK)</source>
        <translation>새 묶음(BREAK)</translation>
    </message>
    <message>
        <source>Embeddings</source>
        <translation>임베딩</translation>
    </message>
    <message>
        <source>No embedding fits this model</source>
        <translation>이 모델에 맞는 임베딩이 없습니다</translation>
    </message>
    <message>
        <source>Wildcards</source>
        <translation>와일드카드</translation>
    </message>
    <message>
        <source>A text file with one choice a line</source>
        <translation>한 줄에 하나씩 적은 텍스트 파일</translation>
    </message>
    <message>
        <source>Show Wildcards Folder</source>
        <translation>와일드카드 폴더 보기</translation>
    </message>
</context>
<context>
    <name>InspectorPanel</name>
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
        <source>Continue from Here</source>
        <translation>이 그림으로 계속하기</translation>
    </message>
    <message>
        <source>Being drawn</source>
        <translation>그리는 중</translation>
    </message>
    <message>
        <source>{count} pictures selected</source>
        <translation>그림 {count}장 선택됨</translation>
    </message>
    <message>
        <source>Choose a picture to see how it was made.</source>
        <translation>그림을 선택하면 만든 방법이 보입니다.</translation>
    </message>
    <message>
        <source>The same in all of them</source>
        <translation>모두 같은 설정</translation>
    </message>
    <message>
        <source>This picture carries no settings that Easel can read.</source>
        <translation>이 그림에는 Easel이 읽을 수 있는 설정이 없습니다.</translation>
    </message>
</context>
<context>
    <name>InstalledPage</name>
    <message>
        <source>Installed models</source>
        <translation>설치된 모델</translation>
    </message>
    <message>
        <source>Installed</source>
        <translation>설치됨</translation>
    </message>
    <message numerus="yes">
        <source>%n model(s)</source>
        <translation>
            <numerusform>모델 %n개</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n can’t be used: choose it to see why</source>
        <translation>
            <numerusform>사용할 수 없음 %n개: 선택하면 이유를 볼 수 있습니다</numerusform>
        </translation>
    </message>
    <message>
        <source>{count} found for “{text}”</source>
        <translation>“{text}” 검색 결과 {count}개</translation>
    </message>
    <message>
        <source>Looking for models…</source>
        <translation>모델을 찾는 중…</translation>
    </message>
</context>
<context>
    <name>JobRow</name>
    <message>
        <source>Draw this next</source>
        <translation>다음에 그리기</translation>
    </message>
    <message>
        <source>Edit: take its settings back into the controls</source>
        <translation>편집: 설정을 다시 제어판으로 가져오기</translation>
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
    <name>JobStatus</name>
    <message numerus="yes">
        <source>%n picture(s) ready</source>
        <translation>
            <numerusform>그림 %n장 완성</numerusform>
        </translation>
    </message>
    <message>
        <source>The picture was not drawn</source>
        <translation>그림을 그리지 못했습니다</translation>
    </message>
</context>
<context>
    <name>LabelsDialog</name>
    <message>
        <source>Add</source>
        <translation>추가</translation>
    </message>
    <message>
        <source>Done</source>
        <translation>완료</translation>
    </message>
    <message>
        <source>Nothing here yet: type a name below and press Add.</source>
        <translation>아직 아무것도 없습니다. 아래에 이름을 입력하고 추가를 누르십시오.</translation>
    </message>
</context>
<context>
    <name>LiveActions</name>
    <message>
        <source>Seed {seed}</source>
        <translation>시드 {seed}</translation>
    </message>
    <message>
        <source>The queue goes first.</source>
        <translation>대기열이 먼저입니다.</translation>
    </message>
</context>
<context>
    <name>LiveCanvas</name>
    <message>
        <source>Type, and the picture follows.</source>
        <translation>입력하면 그림이 따라옵니다.</translation>
    </message>
    <message>
        <source>Live picture</source>
        <translation>실시간 그림</translation>
    </message>
</context>
<context>
    <name>LivePane</name>
    <message>
        <source>Another seed</source>
        <translation>다른 시드</translation>
    </message>
    <message>
        <source>Keep</source>
        <translation>보관</translation>
    </message>
    <message>
        <source>Save this picture with its recipe (Return in the prompt)</source>
        <translation>이 그림을 만든 방법과 함께 저장합니다(프롬프트에서 Return)</translation>
    </message>
    <message>
        <source>Kept</source>
        <translation>보관됨</translation>
    </message>
    <message>
        <source>Not kept</source>
        <translation>보관 안 됨</translation>
    </message>
</context>
<context>
    <name>LoraChoices</name>
    <message>
        <source>Add a LoRA</source>
        <translation>LoRA 추가</translation>
    </message>
    <message>
        <source>Add a LoRA…</source>
        <translation>LoRA 추가…</translation>
    </message>
    <message>
        <source>None fits</source>
        <translation>맞는 항목 없음</translation>
    </message>
</context>
<context>
    <name>LoraGroup</name>
    <message>
        <source>Add a LoRA</source>
        <translation>LoRA 추가</translation>
    </message>
    <message>
        <source>Add a LoRA…</source>
        <translation>LoRA 추가…</translation>
    </message>
    <message>
        <source>Get a LoRA</source>
        <translation>LoRA 받기</translation>
    </message>
</context>
<context>
    <name>LoraRow</name>
    <message>
        <source>How strongly the LoRA acts; 1 is what it was made for.</source>
        <translation>LoRA의 세기입니다. 1이 원래 의도한 값입니다.</translation>
    </message>
    <message>
        <source>Made for another family of models.</source>
        <translation>다른 계열의 모델용입니다.</translation>
    </message>
    <message>
        <source>{n} of {all} modules fit nothing in this model.</source>
        <translation>모듈 {all}개 중 {n}개가 이 모델에 맞지 않습니다.</translation>
    </message>
    <message>
        <source>Add to the prompt: {words}</source>
        <translation>프롬프트에 추가: {words}</translation>
    </message>
    <message>
        <source>The words that this LoRA was trained on: {words}</source>
        <translation>이 LoRA가 학습한 단어: {words}</translation>
    </message>
</context>
<context>
    <name>ManualWindow</name>
    <message>
        <source>Easel Help</source>
        <translation>Easel 도움말</translation>
    </message>
    <message>
        <source>Chapters</source>
        <translation>차례</translation>
    </message>
    <message>
        <source>Search in Help</source>
        <translation>도움말 검색</translation>
    </message>
    <message>
        <source>Search</source>
        <translation>검색</translation>
    </message>
</context>
<context>
    <name>MaskCanvas</name>
    <message>
        <source>Picture to paint the mask on</source>
        <translation>마스크를 칠할 그림</translation>
    </message>
</context>
<context>
    <name>MaskEditor</name>
    <message>
        <source>Mask editor</source>
        <translation>마스크 편집기</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>취소</translation>
    </message>
    <message>
        <source>Use This Mask</source>
        <translation>이 마스크 사용</translation>
    </message>
    <message>
        <source>Discard what you painted?</source>
        <translation>칠한 내용을 버리겠습니까?</translation>
    </message>
    <message>
        <source>The mask and the starting image stay as they were.</source>
        <translation>마스크와 시작 이미지는 그대로 유지됩니다.</translation>
    </message>
    <message>
        <source>Discard</source>
        <translation>버리기</translation>
    </message>
    <message>
        <source>Keep Painting</source>
        <translation>계속 칠하기</translation>
    </message>
    <message>
        <source>Paint over the part to redraw</source>
        <translation>새로 그릴 부분을 칠하십시오</translation>
    </message>
</context>
<context>
    <name>MaskRow</name>
    <message>
        <source>Inverted</source>
        <translation>반전</translation>
    </message>
    <message>
        <source>Feather</source>
        <translation>페더</translation>
    </message>
    <message>
        <source>Paint over the part to redraw; the rest stays as it is.</source>
        <translation>새로 그릴 부분을 칠합니다. 나머지는 그대로 유지됩니다.</translation>
    </message>
    <message>
        <source>Remove the mask: the whole picture is redrawn</source>
        <translation>마스크 제거: 그림 전체를 새로 그립니다</translation>
    </message>
    <message>
        <source>The painted part stays, and the rest is redrawn.</source>
        <translation>칠한 부분은 유지하고 나머지를 새로 그립니다.</translation>
    </message>
    <message>
        <source>How soft the mask’s edge is, in pixels of the new picture.</source>
        <translation>마스크 가장자리를 얼마나 부드럽게 할지 새 그림의 픽셀 단위로 정합니다.</translation>
    </message>
    <message>
        <source>Change the Mask…</source>
        <translation>마스크 변경…</translation>
    </message>
    <message>
        <source>Paint a Mask…</source>
        <translation>마스크 칠하기…</translation>
    </message>
</context>
<context>
    <name>MaskToolbar</name>
    <message>
        <source>Brush (B)</source>
        <translation>브러시 (B)</translation>
    </message>
    <message>
        <source>Eraser (E): hold Alt to erase with the brush</source>
        <translation>지우개 (E): Alt를 누르면 브러시로도 지웁니다</translation>
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
        <source>Invert</source>
        <translation>반전</translation>
    </message>
    <message>
        <source>Redraw what is not painted (I)</source>
        <translation>칠하지 않은 부분을 새로 그립니다 (I)</translation>
    </message>
    <message>
        <source>Remove everything you painted</source>
        <translation>칠한 것을 모두 지웁니다</translation>
    </message>
    <message>
        <source>How soft the mask’s edge is, in pixels of the new picture.</source>
        <translation>마스크 가장자리를 얼마나 부드럽게 할지 새 그림의 픽셀 단위로 정합니다.</translation>
    </message>
    <message>
        <source>Clear</source>
        <translation>지우기</translation>
    </message>
    <message>
        <source>Size</source>
        <translation>크기</translation>
    </message>
    <message>
        <source>Width of the brush ([ and ], or the wheel).</source>
        <translation>브러시의 굵기입니다 ([ 와 ] 또는 휠).</translation>
    </message>
    <message>
        <source>Feather</source>
        <translation>페더</translation>
    </message>
    <message>
        <source>Zoom out ({keys})</source>
        <translation>축소 ({keys})</translation>
    </message>
    <message>
        <source>Show all of it ({keys})</source>
        <translation>전체 보기 ({keys})</translation>
    </message>
    <message>
        <source>Zoom in ({keys}); hold Space to move the picture</source>
        <translation>확대 ({keys}). 스페이스를 누른 채 끌면 그림이 움직입니다</translation>
    </message>
</context>
<context>
    <name>Messages</name>
    <message>
        <source>, </source>
        <translation>, </translation>
    </message>
    <message>
        <source>--controlnet has {names} names and --controlnet-inputs {files} files: give one file for each.</source>
        <translation>--controlnet에는 이름이 {names}개, --controlnet-inputs에는 파일이 {files}개입니다. 이름마다 파일을 하나씩 지정하십시오.</translation>
    </message>
    <message>
        <source>--controlnet-{name} has {values} values for {count} ControlNets: give one for all or one for each.</source>
        <translation>--controlnet-{name}의 값은 {values}개인데 ControlNet은 {count}개입니다. 값을 하나만 지정하거나 각각 하나씩 지정하십시오.</translation>
    </message>
    <message>
        <source>--count and --grid don’t go together: a grid draws one picture a place.</source>
        <translation>--count와 --grid는 함께 쓸 수 없습니다. 그리드는 칸마다 그림을 하나씩 그립니다.</translation>
    </message>
    <message>
        <source>--denoise takes a number over 0 and up to 1.</source>
        <translation>--denoise에는 0보다 크고 1 이하인 수를 지정하십시오.</translation>
    </message>
    <message>
        <source>--grid is for easel generate.</source>
        <translation>--grid는 easel generate에서만 쓸 수 있습니다.</translation>
    </message>
    <message>
        <source>--grid {text}: write a setting and its values, as in steps=4,8,20.</source>
        <translation>--grid {text}: steps=4,8,20처럼 설정과 값을 적으십시오.</translation>
    </message>
    <message>
        <source>--high-res-strength and --high-res-steps need --high-res-fix.</source>
        <translation>--high-res-strength와 --high-res-steps를 쓰려면 --high-res-fix가 필요합니다.</translation>
    </message>
    <message>
        <source>--mask needs --image: the picture that it masks.</source>
        <translation>--mask를 쓰려면 마스크를 적용할 그림을 --image로 지정해야 합니다.</translation>
    </message>
    <message>
        <source>--preset {name}: the file carries no settings that Easel can read.</source>
        <translation>--preset {name}: 파일에 Easel에서 읽을 수 있는 설정이 없습니다.</translation>
    </message>
    <message>
        <source>--strength and --denoise need --image: the picture to start from.</source>
        <translation>--strength와 --denoise를 쓰려면 시작 이미지를 --image로 지정해야 합니다.</translation>
    </message>
    <message>
        <source>-o {output} names one picture, and there are {count}.</source>
        <translation>-o {output}: 그림 하나의 이름인데 그림이 {count}장 있습니다.</translation>
    </message>
    <message>
        <source>1024 x 1024 only, on the GPU</source>
        <translation>1024 x 1024 전용, GPU에서 실행</translation>
    </message>
    <message>
        <source>16 GB of memory or more</source>
        <translation>메모리 16GB 이상</translation>
    </message>
    <message>
        <source>2 (with guidance 1, a batch-one conversion would be twice as fast)</source>
        <translation>2(가이던스가 1이면 배치 1로 변환한 모델이 두 배 빠릅니다)</translation>
    </message>
    <message>
        <source>2 steps</source>
        <translation>2단계</translation>
    </message>
    <message>
        <source>4 steps</source>
        <translation>4단계</translation>
    </message>
    <message>
        <source>4 to 8 steps instead of 25</source>
        <translation>25단계 대신 4~8단계</translation>
    </message>
    <message>
        <source>512 pixels</source>
        <translation>512픽셀</translation>
    </message>
    <message>
        <source>6 bits</source>
        <translation>6비트</translation>
    </message>
    <message>
        <source>768 pixels</source>
        <translation>768픽셀</translation>
    </message>
    <message>
        <source>8 steps</source>
        <translation>8단계</translation>
    </message>
    <message>
        <source>A CPU can’t run a model in fp16: choose auto, fp32 or bf16.</source>
        <translation>CPU에서는 fp16으로 실행할 수 없습니다. auto, fp32, bf16 중에서 선택하십시오.</translation>
    </message>
    <message>
        <source>A ControlNet file must be a safetensors file.</source>
        <translation>ControlNet 파일은 safetensors 형식이어야 합니다.</translation>
    </message>
    <message>
        <source>A Core ML model brings its own VAE: another one is chosen when converting.</source>
        <translation>Core ML 모델은 자체 VAE를 씁니다. 다른 VAE는 변환할 때 선택합니다.</translation>
    </message>
    <message>
        <source>A Core ML model’s weights are fixed when it is converted, the text encoder’s words among them.</source>
        <translation>Core ML 모델의 가중치는 텍스트 인코더의 단어까지 변환할 때 고정됩니다.</translation>
    </message>
    <message>
        <source>A Core ML model’s weights are fixed when it is converted: choose the VAE when converting.</source>
        <translation>Core ML 모델의 가중치는 변환할 때 고정됩니다. VAE는 변환할 때 선택하십시오.</translation>
    </message>
    <message>
        <source>A Core ML model’s weights are fixed when it is converted: mix LoRAs in before converting.</source>
        <translation>Core ML 모델의 가중치는 변환할 때 고정됩니다. LoRA는 변환하기 전에 합치십시오.</translation>
    </message>
    <message>
        <source>A Core ML model’s weights are fixed: LoRAs can only be mixed in before converting.</source>
        <translation>Core ML 모델의 가중치는 고정되어 있습니다. LoRA는 변환하기 전에만 합칠 수 있습니다.</translation>
    </message>
    <message>
        <source>A Core ML model’s words are fixed: textual inversions can’t be used with it.</source>
        <translation>Core ML 모델의 단어는 고정되어 있어 textual inversion을 쓸 수 없습니다.</translation>
    </message>
    <message>
        <source>A Mac: compiled models run nowhere else</source>
        <translation>Mac 필요: 컴파일된 모델은 Mac에서만 실행됨</translation>
    </message>
    <message>
        <source>A VAE file must be a safetensors file.</source>
        <translation>VAE 파일은 safetensors 형식이어야 합니다.</translation>
    </message>
    <message>
        <source>A compute plan is made by Core ML, which is on a Mac only.</source>
        <translation>연산 계획은 Core ML이 만들며, Core ML은 Mac에만 있습니다.</translation>
    </message>
    <message>
        <source>A contact sheet can hold {most} pictures at most.</source>
        <translation>밀착 인화에는 그림을 최대 {most}장까지 넣을 수 있습니다.</translation>
    </message>
    <message>
        <source>A contact sheet has 1 to 10 columns.</source>
        <translation>밀착 인화의 열은 1~10개입니다.</translation>
    </message>
    <message>
        <source>A direct link must end in .safetensors (a model) or .zip (a Core ML model).</source>
        <translation>직접 링크는 .safetensors(모델)나 .zip(Core ML 모델)으로 끝나야 합니다.</translation>
    </message>
    <message>
        <source>A grid can’t go over “{name}”: choose one of {choices}.</source>
        <translation>“{name}”(으)로는 그리드를 만들 수 없습니다. 다음 중에서 선택하십시오: {choices}.</translation>
    </message>
    <message>
        <source>A grid goes over one or two settings.</source>
        <translation>그리드에는 설정을 하나 또는 두 개 쓸 수 있습니다.</translation>
    </message>
    <message>
        <source>A grid over the strength needs a starting image.</source>
        <translation>강도로 그리드를 만들려면 시작 이미지가 필요합니다.</translation>
    </message>
    <message>
        <source>A grid takes {most} values of a setting at most.</source>
        <translation>그리드의 설정마다 값은 최대 {most}개입니다.</translation>
    </message>
    <message>
        <source>A model of its family; sampler LCM, guidance 1 to 2</source>
        <translation>같은 계열의 모델, 샘플러 LCM, 가이던스 1~2</translation>
    </message>
    <message>
        <source>A model that makes {kind} maps is needed: name its folder.</source>
        <translation>{kind} 맵을 만드는 모델이 필요합니다. 모델 폴더를 지정하십시오.</translation>
    </message>
    <message>
        <source>A name needs at least one letter, no slash, and no full stop in front.</source>
        <translation>이름에는 글자가 하나 이상 있어야 하며, 슬래시를 쓰거나 마침표로 시작할 수 없습니다.</translation>
    </message>
    <message>
        <source>A newer Easel made this picture; what this one doesn’t know is kept, but not used.</source>
        <translation>더 새로운 Easel이 만든 그림입니다. 이 버전이 모르는 내용은 보존되지만 쓰이지 않습니다.</translation>
    </message>
    <message>
        <source>A part of Easel is missing ({name}): install it again.</source>
        <translation>Easel의 일부({name})가 없습니다. 다시 설치하십시오.</translation>
    </message>
    <message>
        <source>A part of what another program wrote in the file can’t be understood.</source>
        <translation>다른 프로그램이 파일에 기록한 내용 중 일부를 이해할 수 없습니다.</translation>
    </message>
    <message>
        <source>A picture in one step</source>
        <translation>한 단계로 그림 완성</translation>
    </message>
    <message>
        <source>A picture in one step, 512 pixels</source>
        <translation>한 단계로 그림 완성, 512픽셀</translation>
    </message>
    <message>
        <source>A picture needs at least one step.</source>
        <translation>그림을 그리려면 한 단계 이상 필요합니다.</translation>
    </message>
    <message>
        <source>A picture of {width} x {height} with “{model}” needs about {peak} GB, and this machine has {memory} GB. {fits}</source>
        <translation>‘{model}’(으)로 {width} x {height} 그림을 그리려면 약 {peak} GB가 필요한데 이 컴퓨터의 메모리는 {memory} GB입니다. {fits}</translation>
    </message>
    <message>
        <source>A picture to start from</source>
        <translation>시작 이미지</translation>
    </message>
    <message>
        <source>A refiner alone draws nothing: it belongs to an SDXL model.</source>
        <translation>리파이너만으로는 그릴 수 없습니다. SDXL 모델과 함께 씁니다.</translation>
    </message>
    <message>
        <source>A refiner only reworks pictures: choose a starting image.</source>
        <translation>리파이너는 그림을 다듬기만 합니다. 시작 이미지를 선택하십시오.</translation>
    </message>
    <message>
        <source>A resize of this model is not of two sides, which can’t be run here.</source>
        <translation>이 모델의 크기 조절 연산이 두 변이 아니어서 여기서 실행할 수 없습니다.</translation>
    </message>
    <message>
        <source>A token is one line of plain letters, user:password, or lines like Name: value.</source>
        <translation>토큰은 일반 문자 한 줄, user:password, 또는 Name: value 형식의 줄입니다.</translation>
    </message>
    <message>
        <source>A1111 servers have no safety checker.</source>
        <translation>A1111 서버에는 안전 검사기가 없습니다.</translation>
    </message>
    <message>
        <source>A1111 servers ignore clip skip with this model.</source>
        <translation>A1111 서버는 이 모델에서 클립 스킵을 쓰지 않습니다.</translation>
    </message>
    <message>
        <source>A1111’s interface, {count} models</source>
        <translation>A1111 인터페이스, 모델 {count}개</translation>
    </message>
    <message>
        <source>A1111’s interface, {count} models, {free} of {total} GB free</source>
        <translation>A1111 인터페이스, 모델 {count}개, {total}GB 중 {free}GB 사용 가능</translation>
    </message>
    <message>
        <source>About {gigabytes} GB at {width} x {height}</source>
        <translation>{width} x {height}에서 약 {gigabytes} GB</translation>
    </message>
    <message>
        <source>About {gigabytes} GB: {how}</source>
        <translation>약 {gigabytes}GB: {how}</translation>
    </message>
    <message>
        <source>Add that folder to the gallery first, or export the pictures to it.</source>
        <translation>먼저 그 폴더를 갤러리에 추가하거나, 그림을 그 폴더로 내보내십시오.</translation>
    </message>
    <message>
        <source>Adds detail and keeps the composition</source>
        <translation>구도를 유지하며 세부를 더함</translation>
    </message>
    <message>
        <source>Adds fine detail to a finished picture</source>
        <translation>완성된 그림에 세밀한 묘사를 더함</translation>
    </message>
    <message>
        <source>Always uses the model’s own timesteps; ComfyUI does not have it.</source>
        <translation>항상 모델 자체의 타임스텝을 씁니다. ComfyUI에는 없습니다.</translation>
    </message>
    <message>
        <source>An A1111 server draws no noise of numpy: choose torch or nvidia.</source>
        <translation>A1111 서버는 numpy 노이즈를 그리지 않습니다. torch나 nvidia를 고르세요.</translation>
    </message>
    <message>
        <source>An A1111 server makes no second pass after a starting image.</source>
        <translation>A1111 서버에서는 시작 이미지를 쓸 때 고해상도 보정을 할 수 없습니다.</translation>
    </message>
    <message>
        <source>An SDXL model</source>
        <translation>SDXL 모델</translation>
    </message>
    <message>
        <source>An earlier Easel has queued this, which didn’t say what its model is: queue it again.</source>
        <translation>이전 버전의 Easel이 대기열에 넣은 작업이라 어떤 모델인지 알 수 없습니다. 대기열에 다시 추가하십시오.</translation>
    </message>
    <message>
        <source>An einsum of this model has no equation.</source>
        <translation>이 모델의 einsum 연산에 수식이 없습니다.</translation>
    </message>
    <message>
        <source>An inpainting model can’t run the high-resolution fix.</source>
        <translation>인페인팅 모델에서는 고해상도 보정을 쓸 수 없습니다.</translation>
    </message>
    <message>
        <source>An inpainting model has no high-resolution pass.</source>
        <translation>인페인팅 모델에는 고해상도 단계가 없습니다.</translation>
    </message>
    <message>
        <source>At strength {strength}, {steps} steps leave none to run: choose more steps or a higher strength.</source>
        <translation>강도 {strength}에서는 {steps}단계로 실행할 단계가 남지 않습니다. 단계를 늘리거나 강도를 높이십시오.</translation>
    </message>
    <message>
        <source>Attention</source>
        <translation>어텐션</translation>
    </message>
    <message>
        <source>Base</source>
        <translation>베이스</translation>
    </message>
    <message>
        <source>Below {least} dB, the usual for {precision}.</source>
        <translation>{least}dB 미만입니다({precision}의 일반적인 값).</translation>
    </message>
    <message>
        <source>Below {least} dB: {compression} loses too much for this part.</source>
        <translation>{least}dB 미만입니다. {compression} 압축은 이 부분에서 손실이 너무 큽니다.</translation>
    </message>
    <message>
        <source>Choose a palette (--quantize-nbits) or linear weights (--compress).</source>
        <translation>팔레트(--quantize-nbits)와 선형 가중치(--compress) 중 하나만 선택하십시오.</translation>
    </message>
    <message>
        <source>Choose some pictures for the contact sheet first.</source>
        <translation>먼저 밀착 인화에 넣을 그림을 선택하십시오.</translation>
    </message>
    <message>
        <source>Civitai has a problem of its own ({status}). Try again later.</source>
        <translation>Civitai에 문제가 있습니다({status}). 나중에 다시 시도하십시오.</translation>
    </message>
    <message>
        <source>Civitai has no such model, or shows it only to its members.</source>
        <translation>Civitai에 그런 모델이 없거나 회원에게만 공개됩니다.</translation>
    </message>
    <message>
        <source>Clip skip</source>
        <translation>클립 스킵</translation>
    </message>
    <message>
        <source>ComfyUI runs {steps} steps at denoise {denoise}; here that is {planned} steps, of which the last {steps} run.</source>
        <translation>ComfyUI는 denoise {denoise}에서 {steps}단계를 실행합니다. 여기서는 {planned}단계 중 마지막 {steps}단계를 실행하는 것과 같습니다.</translation>
    </message>
    <message>
        <source>Compiled Core ML models run on a Mac only: take the packages here.</source>
        <translation>컴파일된 Core ML 모델은 Mac에서만 실행됩니다. 여기서는 패키지를 고르십시오.</translation>
    </message>
    <message>
        <source>Compiled models can be made on a Mac only: choose the form “packages”.</source>
        <translation>컴파일된 모델은 Mac에서만 만들 수 있습니다. “packages” 형식을 선택하십시오.</translation>
    </message>
    <message>
        <source>Compiling</source>
        <translation>컴파일</translation>
    </message>
    <message>
        <source>Compression</source>
        <translation>압축</translation>
    </message>
    <message>
        <source>ControlNet</source>
        <translation>ControlNet</translation>
    </message>
    <message>
        <source>ControlNet picture</source>
        <translation>ControlNet 그림</translation>
    </message>
    <message>
        <source>ControlNet {name}</source>
        <translation>ControlNet {name}</translation>
    </message>
    <message>
        <source>ControlNets</source>
        <translation>ControlNet</translation>
    </message>
    <message>
        <source>ControlNets are made for the base model, not for the refiner.</source>
        <translation>ControlNet은 리파이너가 아니라 기본 모델용입니다.</translation>
    </message>
    <message>
        <source>Converted from</source>
        <translation>변환 원본</translation>
    </message>
    <message>
        <source>Core ML</source>
        <translation>Core ML</translation>
    </message>
    <message>
        <source>Core ML chooses; the first load takes minutes where it takes the Neural Engine.</source>
        <translation>Core ML이 선택합니다. Neural Engine을 고르면 처음 불러올 때 몇 분이 걸립니다.</translation>
    </message>
    <message>
        <source>Core ML compiled {part} to nothing.</source>
        <translation>Core ML이 {part} 파일을 컴파일했지만 결과가 비어 있습니다.</translation>
    </message>
    <message>
        <source>Core ML could not compile {package}.</source>
        <translation>Core ML이 {package} 파일을 컴파일하지 못했습니다.</translation>
    </message>
    <message>
        <source>Core ML could not evaluate {part}: try another compute unit.</source>
        <translation>Core ML이 {part} 파일을 실행하지 못했습니다. 다른 연산 장치를 선택해 보십시오.</translation>
    </message>
    <message>
        <source>Core ML could not load {part} on {unit}: try another compute unit.</source>
        <translation>Core ML이 {part} 파일을 {unit}에서 불러오지 못했습니다. 다른 연산 장치를 선택해 보십시오.</translation>
    </message>
    <message>
        <source>Core ML made no plan for {part}.</source>
        <translation>Core ML이 {part}의 연산 계획을 만들지 못했습니다.</translation>
    </message>
    <message>
        <source>Cutting the UNet in two</source>
        <translation>UNet을 둘로 나누기</translation>
    </message>
    <message>
        <source>Damage</source>
        <translation>손상</translation>
    </message>
    <message>
        <source>Damaged: {files}. Remove it and download it again.</source>
        <translation>손상됨: {files}. 제거하고 다시 다운로드하십시오.</translation>
    </message>
    <message>
        <source>Denoise is a number above 0 and up to 1.</source>
        <translation>Denoise는 0보다 크고 1 이하인 수입니다.</translation>
    </message>
    <message>
        <source>Depth</source>
        <translation>깊이</translation>
    </message>
    <message>
        <source>Detailed pictures, 1024 pixels</source>
        <translation>세밀한 그림, 1024픽셀</translation>
    </message>
    <message>
        <source>Drawn again in fp32, since the short precision gave an empty picture.</source>
        <translation>낮은 정밀도에서 빈 그림이 나와 fp32로 다시 그렸습니다.</translation>
    </message>
    <message>
        <source>Easel can’t draw with this kind of model ({kind}).</source>
        <translation>이 종류의 모델({kind})로는 그릴 수 없습니다.</translation>
    </message>
    <message>
        <source>Easel can’t run this family of models ({family}).</source>
        <translation>이 계열의 모델({family})은 실행할 수 없습니다.</translation>
    </message>
    <message>
        <source>Easel can’t run this kind of model (its UNet takes {channels} channels).</source>
        <translation>이 종류의 모델은 실행할 수 없습니다(UNet 입력 채널 {channels}개).</translation>
    </message>
    <message>
        <source>Easel can’t save pictures as “{ending}”; it can as {choices}.</source>
        <translation>그림을 “{ending}” 형식으로 저장할 수 없습니다. 저장할 수 있는 형식: {choices}.</translation>
    </message>
    <message>
        <source>Easel can’t write to its log folder {folder}.</source>
        <translation>Easel의 로그 폴더 {folder}에 쓸 수 없습니다.</translation>
    </message>
    <message>
        <source>Easel couldn’t open the gallery’s index “{path}”: {error}.</source>
        <translation>갤러리 색인 “{path}”을(를) 열지 못했습니다: {error}.</translation>
    </message>
    <message>
        <source>Easel couldn’t read “{file}”: {why}.</source>
        <translation>“{file}”을(를) 읽지 못했습니다: {why}.</translation>
    </message>
    <message>
        <source>Easel couldn’t {doing}: {reason}</source>
        <translation>작업을 마치지 못했습니다({doing}): {reason}</translation>
    </message>
    <message>
        <source>Easel has no configs for this family of models, so it can’t open the file.</source>
        <translation>이 계열의 모델에 맞는 설정 파일이 없어 열 수 없습니다.</translation>
    </message>
    <message>
        <source>Easel is already open (process {process}): this window shows the pictures, but only the first one has the queue and can change things.</source>
        <translation>Easel이 이미 열려 있습니다(프로세스 {process}). 이 윈도우에서는 그림을 볼 수만 있고, 대기열과 변경은 첫 번째 윈도우에서만 가능합니다.</translation>
    </message>
    <message>
        <source>Easel is already open: this window shows the pictures, but only the first one has the queue and can change things.</source>
        <translation>Easel이 이미 열려 있습니다. 이 윈도우에서는 그림을 볼 수만 있고, 대기열과 변경은 첫 번째 윈도우에서만 가능합니다.</translation>
    </message>
    <message>
        <source>Easel is not allowed to read {text}.</source>
        <translation>{text}: 읽을 권한이 없습니다.</translation>
    </message>
    <message>
        <source>Easel is not allowed to write into {folder}.</source>
        <translation>{folder}: 쓸 권한이 없습니다.</translation>
    </message>
    <message>
        <source>Edges</source>
        <translation>윤곽선</translation>
    </message>
    <message>
        <source>Every Mac</source>
        <translation>모든 Mac</translation>
    </message>
    <message>
        <source>Every Mac that runs SDXL</source>
        <translation>SDXL이 실행되는 모든 Mac</translation>
    </message>
    <message>
        <source>Every Mac that runs the model</source>
        <translation>모델이 실행되는 모든 Mac</translation>
    </message>
    <message>
        <source>Every Mac with Apple silicon</source>
        <translation>Apple Silicon이 탑재된 모든 Mac</translation>
    </message>
    <message>
        <source>Family</source>
        <translation>계열</translation>
    </message>
    <message>
        <source>Fast and sparing; 512 x 512 only</source>
        <translation>빠르고 가벼움, 512 x 512 전용</translation>
    </message>
    <message>
        <source>Fast, in thousands of styles</source>
        <translation>빠르고 수천 가지 스타일이 있음</translation>
    </message>
    <message>
        <source>Fast; thousands of styles and LoRAs</source>
        <translation>빠름, 수천 가지 스타일과 LoRA</translation>
    </message>
    <message>
        <source>Follows the edges of a picture</source>
        <translation>그림의 윤곽선을 따름</translation>
    </message>
    <message>
        <source>Follows the pose of people</source>
        <translation>사람의 자세를 따름</translation>
    </message>
    <message>
        <source>Follows what is near and what is far</source>
        <translation>가깝고 먼 것을 따름</translation>
    </message>
    <message>
        <source>For SD 1 and 2</source>
        <translation>SD 1 및 2용</translation>
    </message>
    <message>
        <source>For SDXL</source>
        <translation>SDXL용</translation>
    </message>
    <message>
        <source>For SSD-1B</source>
        <translation>SSD-1B용</translation>
    </message>
    <message>
        <source>For Stable Diffusion 1.5</source>
        <translation>Stable Diffusion 1.5용</translation>
    </message>
    <message>
        <source>Form</source>
        <translation>형식</translation>
    </message>
    <message>
        <source>GPU</source>
        <translation>GPU</translation>
    </message>
    <message>
        <source>Give a model’s name or path: `easel models list` shows them.</source>
        <translation>모델 이름이나 경로를 지정하십시오. `easel models list`로 볼 수 있습니다.</translation>
    </message>
    <message>
        <source>Guidance</source>
        <translation>가이던스</translation>
    </message>
    <message>
        <source>HF_ENDPOINT is {address}, which is no web address: correct or unset it.</source>
        <translation>HF_ENDPOINT 값 {address}은(는) 웹 주소가 아닙니다. 고치거나 해제하십시오.</translation>
    </message>
    <message>
        <source>HF_HUB_OFFLINE is set, so nothing is fetched: unset it first.</source>
        <translation>HF_HUB_OFFLINE이 설정되어 있어 받아오지 않습니다. 먼저 해제하십시오.</translation>
    </message>
    <message>
        <source>Half the memory for the last step, and no black pictures</source>
        <translation>마지막 단계의 메모리를 절반으로 줄이고 검은 그림을 방지</translation>
    </message>
    <message>
        <source>Hugging Face asks for a pause (too many requests). Try again later.</source>
        <translation>요청이 너무 많아 Hugging Face가 잠시 멈추라고 합니다. 나중에 다시 시도하십시오.</translation>
    </message>
    <message>
        <source>Hugging Face has a problem of its own ({status}). Try again later.</source>
        <translation>Hugging Face에 문제가 있습니다({status}). 나중에 다시 시도하십시오.</translation>
    </message>
    <message>
        <source>Hugging Face has no model {repository}, or it is private and needs a token. Check the name, or set a token in Settings.</source>
        <translation>Hugging Face에 {repository} 모델이 없거나 토큰이 필요한 비공개 모델입니다. 이름을 확인하거나 설정에서 토큰을 설정하십시오.</translation>
    </message>
    <message>
        <source>Icons of everyday things, small and quick</source>
        <translation>일상 사물의 아이콘, 작고 빠름</translation>
    </message>
    <message>
        <source>Inputs</source>
        <translation>입력</translation>
    </message>
    <message>
        <source>It belongs to {family}, which Easel can’t run.</source>
        <translation>{family}용이며 Easel에서 실행할 수 없습니다.</translation>
    </message>
    <message>
        <source>It couldn’t be taken out of the Trash: open the Trash and put it back.</source>
        <translation>휴지통에서 꺼내지 못했습니다. 휴지통을 열어 되돌려 놓으십시오.</translation>
    </message>
    <message>
        <source>It draws in one size only, so there is no second pass.</source>
        <translation>한 가지 크기로만 그리므로 두 번째 단계가 없습니다.</translation>
    </message>
    <message>
        <source>It draws the last fifth of the steps.</source>
        <translation>전체 단계의 마지막 5분의 1을 그립니다.</translation>
    </message>
    <message>
        <source>It has no VAE encoder: starting images can’t be used.</source>
        <translation>VAE 인코더가 없어 시작 이미지를 쓸 수 없습니다.</translation>
    </message>
    <message>
        <source>It holds no VAE, only other parts of a model: get the full file.</source>
        <translation>VAE 없이 모델의 다른 부분만 있습니다. 전체 파일을 받으십시오.</translation>
    </message>
    <message>
        <source>It holds no text encoder, only other parts of a model: get the full file.</source>
        <translation>텍스트 인코더 없이 모델의 다른 부분만 있습니다. 전체 파일을 받으십시오.</translation>
    </message>
    <message>
        <source>It is a Control-LoRA, which Easel can’t run: get the full ControlNet.</source>
        <translation>Control-LoRA는 실행할 수 없습니다. 전체 ControlNet을 받으십시오.</translation>
    </message>
    <message>
        <source>It is a ControlNet Union, which Easel can’t run: get a single ControlNet.</source>
        <translation>ControlNet Union은 실행할 수 없습니다. 단일 ControlNet을 받으십시오.</translation>
    </message>
    <message>
        <source>It is a Git LFS pointer, the data were never pulled: run `git lfs pull` in {folder}.</source>
        <translation>데이터를 받지 않은 Git LFS 포인터입니다. {folder}에서 `git lfs pull`을 실행하십시오.</translation>
    </message>
    <message>
        <source>It is a T2I-Adapter, which Easel can’t run.</source>
        <translation>T2I-Adapter는 실행할 수 없습니다.</translation>
    </message>
    <message>
        <source>It is a T5 text encoder alone, one part of a model.</source>
        <translation>모델의 한 부분인 T5 텍스트 인코더만 있습니다.</translation>
    </message>
    <message>
        <source>It is a UNet alone, one part of a model.</source>
        <translation>모델의 한 부분인 UNet만 있습니다.</translation>
    </message>
    <message>
        <source>It is a depth-to-image model, which Easel can’t run.</source>
        <translation>depth-to-image 모델은 실행할 수 없습니다.</translation>
    </message>
    <message>
        <source>It is a partial download: finish it or download it again.</source>
        <translation>다운로드가 끝나지 않은 파일입니다. 마저 받거나 다시 다운로드하십시오.</translation>
    </message>
    <message>
        <source>It is a pickle ({suffix}), which can hide any program, so Easel never opens it: get the same model as .safetensors, or convert it (see the details).</source>
        <translation>어떤 프로그램이든 숨길 수 있는 pickle 파일({suffix})이므로 열지 않습니다. 같은 모델의 .safetensors 버전을 받거나 변환하십시오(세부사항 참고).</translation>
    </message>
    <message>
        <source>It is a pickle under the name of a safetensors file, so Easel never opens it: get the real safetensors file.</source>
        <translation>이름만 safetensors인 pickle 파일이므로 열지 않습니다. 진짜 safetensors 파일을 받으십시오.</translation>
    </message>
    <message>
        <source>It is a reduced SDXL (Vega, KOALA): use its diffusers folder instead.</source>
        <translation>축소된 SDXL(Vega, KOALA)입니다. diffusers 폴더를 쓰십시오.</translation>
    </message>
    <message>
        <source>It is a reduced Stable Diffusion: use its diffusers folder instead.</source>
        <translation>축소된 Stable Diffusion입니다. diffusers 폴더를 쓰십시오.</translation>
    </message>
    <message>
        <source>It is a text encoder alone, one part of a model.</source>
        <translation>모델의 한 부분인 텍스트 인코더만 있습니다.</translation>
    </message>
    <message>
        <source>It is a vision model (Qwen3-VL), which no model here uses.</source>
        <translation>비전 모델(Qwen3-VL)이며 여기에서 이를 쓰는 모델은 없습니다.</translation>
    </message>
    <message>
        <source>It is a web page, not a model: the download needed a login. Download it again.</source>
        <translation>모델이 아니라 웹 페이지입니다. 로그인이 필요한 다운로드였습니다. 다시 다운로드하십시오.</translation>
    </message>
    <message>
        <source>It is an IP-Adapter, which Easel can’t run.</source>
        <translation>IP-Adapter는 실행할 수 없습니다.</translation>
    </message>
    <message>
        <source>It is an InstructPix2Pix model, which Easel can’t run.</source>
        <translation>InstructPix2Pix 모델은 실행할 수 없습니다.</translation>
    </message>
    <message>
        <source>It is an image encoder alone, one part of a model.</source>
        <translation>모델의 한 부분인 이미지 인코더만 있습니다.</translation>
    </message>
    <message>
        <source>It is an inpainting model of a kind that Easel can’t run.</source>
        <translation>Easel에서 실행할 수 없는 종류의 인페인팅 모델입니다.</translation>
    </message>
    <message>
        <source>It is an upscaler of another kind, which Easel can’t run: get one of the Real-ESRGAN family.</source>
        <translation>Easel에서 쓸 수 없는 종류의 업스케일러입니다. Real-ESRGAN 계열을 사용하십시오.</translation>
    </message>
    <message>
        <source>It is damaged: download it again.</source>
        <translation>손상되었습니다. 다시 다운로드하십시오.</translation>
    </message>
    <message>
        <source>It is one part of a model ({kind}), which draws nothing alone.</source>
        <translation>모델의 한 부분({kind})이며 그것만으로는 그릴 수 없습니다.</translation>
    </message>
    <message>
        <source>It is packed in a zip file: unpack it, then it can be used.</source>
        <translation>zip 파일로 압축되어 있습니다. 압축을 풀면 쓸 수 있습니다.</translation>
    </message>
    <message>
        <source>It is the text encoder {name}, which no model that Easel draws with uses.</source>
        <translation>텍스트 인코더 {name}입니다. Easel이 그리는 데 쓰는 모델 중 이를 쓰는 것은 없습니다.</translation>
    </message>
    <message>
        <source>It is the x4 upscaler pipeline, which Easel can’t run.</source>
        <translation>x4 업스케일러 파이프라인은 실행할 수 없습니다.</translation>
    </message>
    <message>
        <source>It lacks {parts}, so it can’t draw.</source>
        <translation>다음 부분이 없어 그릴 수 없습니다: {parts}.</translation>
    </message>
    <message>
        <source>Its UNet is of a kind that Easel doesn’t know.</source>
        <translation>Easel이 모르는 종류의 UNet입니다.</translation>
    </message>
    <message>
        <source>Its UNet is of a special kind: use the model’s diffusers folder instead.</source>
        <translation>특수한 종류의 UNet입니다. 모델의 diffusers 폴더를 쓰십시오.</translation>
    </message>
    <message>
        <source>Its UNet takes {channels} channels, which Easel can’t run.</source>
        <translation>UNet 입력 채널이 {channels}개라 실행할 수 없습니다.</translation>
    </message>
    <message>
        <source>Its UNet was converted without support for ControlNets.</source>
        <translation>UNet이 ControlNet 지원 없이 변환되었습니다.</translation>
    </message>
    <message>
        <source>Its VAE decoder makes {vae_width} x {vae_height} pixels and its UNet {unet_width} x {unet_height}: one of them is from another conversion.</source>
        <translation>VAE 디코더는 {vae_width} x {vae_height}픽셀, UNet은 {unet_width} x {unet_height}픽셀입니다. 둘 중 하나는 다른 변환에서 온 것입니다.</translation>
    </message>
    <message>
        <source>Its VAE was converted for whole pictures, which can’t be cut.</source>
        <translation>VAE가 그림 전체용으로 변환되어 나눌 수 없습니다.</translation>
    </message>
    <message>
        <source>Its data are in iCloud, not on this Mac: download it in the Finder first.</source>
        <translation>데이터가 이 Mac이 아니라 iCloud에 있습니다. 먼저 Finder에서 다운로드하십시오.</translation>
    </message>
    <message>
        <source>Its headers are whole. Easel didn’t download it, so there is no checksum to compare.</source>
        <translation>헤더가 온전합니다. Easel에서 받은 것이 아니어서 비교할 체크섬이 없습니다.</translation>
    </message>
    <message>
        <source>Its prediction type is taken to be {what}, from its size: if pictures come out as noise, change it in the model’s details.</source>
        <translation>크기로 보아 예측 방식을 {what}(으)로 정했습니다. 그림이 노이즈로 나오면 모델 세부사항에서 바꾸십시오.</translation>
    </message>
    <message>
        <source>Its refiner is SDXL’s and its UNet is not: one of them is from another model.</source>
        <translation>리파이너는 SDXL용이고 UNet은 아닙니다. 둘 중 하나가 다른 모델의 것입니다.</translation>
    </message>
    <message>
        <source>Its refiner was converted for another size than its UNet: they can’t work together.</source>
        <translation>리파이너와 UNet이 서로 다른 크기로 변환되어 함께 쓸 수 없습니다.</translation>
    </message>
    <message>
        <source>Its text encoder ({text_width} wide) and its UNet ({unet_width} wide) are of different families: one of them is from another model.</source>
        <translation>텍스트 인코더(폭 {text_width})와 UNet(폭 {unet_width})의 계열이 다릅니다. 둘 중 하나는 다른 모델의 것입니다.</translation>
    </message>
    <message>
        <source>Its text encoder gives one layer only, chosen when converted.</source>
        <translation>텍스트 인코더가 변환할 때 정한 한 층만 내보냅니다.</translation>
    </message>
    <message>
        <source>Its unet/config.json is missing or damaged: get that file again.</source>
        <translation>unet/config.json이 없거나 손상되었습니다. 그 파일을 다시 받으십시오.</translation>
    </message>
    <message>
        <source>Its values reach {largest}, beyond what 16 bits hold ({most}): pictures may come out black. Convert with a VAE that is mended for 16 bits.</source>
        <translation>값이 {largest}까지 올라가 16비트 한계({most})를 넘습니다. 그림이 검게 나올 수 있으니 16비트용으로 고친 VAE로 변환하십시오.</translation>
    </message>
    <message>
        <source>Its weights are quantized in a way that Easel can’t read: get an fp16 file.</source>
        <translation>Easel이 읽을 수 없는 방식으로 양자화되어 있습니다. fp16 파일을 받으십시오.</translation>
    </message>
    <message>
        <source>Its {file} is damaged: get that file again.</source>
        <translation>{file} 파일이 손상되었습니다. 그 파일을 다시 받으십시오.</translation>
    </message>
    <message>
        <source>Its {part} is kept as a pickle ({file}), which could run any program, so Easel doesn’t load it: get the model’s safetensors files.</source>
        <translation>{part} 파일이 어떤 프로그램이든 실행할 수 있는 pickle({file})이므로 불러오지 않습니다. 모델의 safetensors 파일을 받으십시오.</translation>
    </message>
    <message>
        <source>Its {part} is missing: download the model again.</source>
        <translation>{part} 파일이 없습니다. 모델을 다시 다운로드하십시오.</translation>
    </message>
    <message>
        <source>Laptops and Macs with 8 GB: runs on the Neural Engine</source>
        <translation>노트북과 메모리 8GB Mac: Neural Engine에서 실행</translation>
    </message>
    <message>
        <source>Laptops with 16 GB</source>
        <translation>메모리 16GB 노트북</translation>
    </message>
    <message>
        <source>Likeness to PyTorch</source>
        <translation>PyTorch와의 유사도</translation>
    </message>
    <message>
        <source>LoRA</source>
        <translation>LoRA</translation>
    </message>
    <message>
        <source>LoRA {name}</source>
        <translation>LoRA {name}</translation>
    </message>
    <message>
        <source>LoRAs</source>
        <translation>LoRA</translation>
    </message>
    <message>
        <source>LoRAs are made for the base model, not for the refiner.</source>
        <translation>LoRA는 리파이너가 아니라 기본 모델용입니다.</translation>
    </message>
    <message>
        <source>Macs with a Max or Ultra chip</source>
        <translation>Max 또는 Ultra 칩이 있는 Mac</translation>
    </message>
    <message>
        <source>Macs with a Max or Ultra chip and 16 GB or more</source>
        <translation>Max 또는 Ultra 칩과 16GB 이상의 메모리를 갖춘 Mac</translation>
    </message>
    <message>
        <source>Macs with a Max or Ultra chip: runs on the GPU</source>
        <translation>Max 또는 Ultra 칩이 있는 Mac: GPU에서 실행</translation>
    </message>
    <message>
        <source>Made for the GPU: loading it on the Neural Engine takes hours.</source>
        <translation>GPU용입니다. Neural Engine에서는 불러오는 데 몇 시간이 걸립니다.</translation>
    </message>
    <message>
        <source>Many times slower; for comparing.</source>
        <translation>몇 배 느립니다. 비교용입니다.</translation>
    </message>
    <message>
        <source>Memory</source>
        <translation>메모리</translation>
    </message>
    <message>
        <source>Model</source>
        <translation>모델</translation>
    </message>
    <message>
        <source>Needs about {total} GB; of {whose} {size} GB a model can use about {usable} GB, so {outcome}.</source>
        <translation>약 {total}GB가 필요합니다. {whose} {size}GB 중 모델이 쓸 수 있는 것은 약 {usable}GB이므로 {outcome}.</translation>
    </message>
    <message>
        <source>Needs {wanted} GB of memory; {whose} has {has} GB.</source>
        <translation>메모리 {wanted}GB가 필요합니다. {whose}의 메모리는 {has}GB입니다.</translation>
    </message>
    <message>
        <source>Neural Engine</source>
        <translation>Neural Engine</translation>
    </message>
    <message>
        <source>No ControlNet in your model folders fits this model.</source>
        <translation>모델 폴더에 이 모델에 맞는 ControlNet이 없습니다.</translation>
    </message>
    <message>
        <source>No LoRA in your model folders fits this model.</source>
        <translation>모델 폴더에 이 모델과 맞는 LoRA가 없습니다.</translation>
    </message>
    <message>
        <source>No checksum is known for it.</source>
        <translation>알려진 체크섬이 없습니다.</translation>
    </message>
    <message>
        <source>No model that makes {kind} maps is in your model folders: put one there ({example}, in transformers’ layout), or give a finished {kind} map and no preprocessor.</source>
        <translation>모델 폴더에 {kind} 맵을 만드는 모델이 없습니다. transformers 형식의 모델({example})을 넣거나, 완성된 {kind} 맵을 전처리 없이 사용하십시오.</translation>
    </message>
    <message>
        <source>No model was found in this folder.</source>
        <translation>이 폴더에서 모델을 찾지 못했습니다.</translation>
    </message>
    <message>
        <source>No upscaler is in the model folders: put a file of the Real-ESRGAN family there, or name one with --model.</source>
        <translation>모델 폴더에 업스케일러가 없습니다. Real-ESRGAN 계열의 파일을 넣거나 --model로 지정하십시오.</translation>
    </message>
    <message>
        <source>Not used: {list}</source>
        <translation>사용하지 않은 항목: {list}</translation>
    </message>
    <message>
        <source>Photographs and lettering; takes a negative prompt</source>
        <translation>사진과 글자. 네거티브 프롬프트를 따릅니다</translation>
    </message>
    <message>
        <source>Pictures four times as wide and high</source>
        <translation>가로세로 네 배 크기의 그림</translation>
    </message>
    <message>
        <source>Pose</source>
        <translation>자세</translation>
    </message>
    <message>
        <source>Reads prompts for FLUX.2 klein and Z-Image</source>
        <translation>FLUX.2 klein과 Z-Image의 프롬프트를 읽습니다</translation>
    </message>
    <message>
        <source>The download is not a model. {problem}</source>
        <translation>받은 것이 모델이 아닙니다. {problem}</translation>
    </message>
    <message>
        <source>The grid’s setting “{setting}” needs values, separated by commas.</source>
        <translation>그리드 설정 “{setting}”의 값을 쉼표로 구분해 적으십시오.</translation>
    </message>
    <message>
        <source>The prompt is given twice: as “{words}” and with --prompt.</source>
        <translation>프롬프트가 두 번 주어졌습니다: “{words}”와(과) --prompt.</translation>
    </message>
    <message>
        <source>The server asks for a login: set a token in Settings (in a terminal: HF_TOKEN).</source>
        <translation>서버에 로그인이 필요합니다. 설정에서 토큰을 설정하십시오(터미널에서는 HF_TOKEN).</translation>
    </message>
    <message>
        <source>The server’s answer was not understood ({status}).</source>
        <translation>서버의 응답을 이해할 수 없습니다({status}).</translation>
    </message>
    <message>
        <source>The sizes in the zip are wrong, so nothing was kept.</source>
        <translation>zip에 적힌 크기가 실제와 달라 아무것도 보관하지 않았습니다.</translation>
    </message>
    <message>
        <source>The update server answered {code}: try again later.</source>
        <translation>업데이트 서버가 {code} 오류를 보냈습니다. 나중에 다시 시도하십시오.</translation>
    </message>
    <message>
        <source>The update server can’t be reached: check the connection.</source>
        <translation>업데이트 서버에 연결할 수 없습니다. 연결을 확인하십시오.</translation>
    </message>
    <message>
        <source>The update server’s answer was not understood.</source>
        <translation>업데이트 서버의 응답을 이해할 수 없습니다.</translation>
    </message>
    <message>
        <source>The zip can’t be opened: it needs a password.</source>
        <translation>암호가 걸린 zip이라 열 수 없습니다.</translation>
    </message>
    <message>
        <source>There is no prompt: easel generate &apos;a red apple&apos;, --prompt, or a preset that has one.</source>
        <translation>프롬프트가 없습니다. easel generate &apos;a red apple&apos;처럼 쓰거나 --prompt 또는 프롬프트가 담긴 프리셋을 지정하십시오.</translation>
    </message>
    <message>
        <source>There is no sampler or schedule called {name}: did you mean {known}?</source>
        <translation>{name}(이)라는 샘플러나 스케줄이 없습니다. 혹시 {known}인가요?</translation>
    </message>
    <message>
        <source>There is no sampler or schedule called {name}: for example {choices}.</source>
        <translation>{name}(이)라는 샘플러나 스케줄이 없습니다. 예: {choices}.</translation>
    </message>
    <message>
        <source>There is no sampler {sampler_id} with the schedule {noise_schedule}.</source>
        <translation>{noise_schedule} 스케줄을 쓰는 {sampler_id} 샘플러가 없습니다.</translation>
    </message>
    <message>
        <source>This page of Civitai is no model’s: paste the address of a model.</source>
        <translation>Civitai의 이 페이지는 모델 페이지가 아닙니다. 모델의 주소를 붙여넣으십시오.</translation>
    </message>
    <message>
        <source>Tile</source>
        <translation>타일</translation>
    </message>
    <message>
        <source>Upscaler</source>
        <translation>업스케일러</translation>
    </message>
    <message>
        <source>guidance</source>
        <translation>가이던스</translation>
    </message>
    <message>
        <source>model into memory</source>
        <translation>메모리로 모델</translation>
    </message>
    <message>
        <source>{count} of {all} modules of the LoRA “{name}” fit nothing in this model and are left out: {list}.</source>
        <translation>LoRA “{name}”의 모듈 {all}개 중 {count}개가 이 모델에 맞지 않아 제외됩니다: {list}.</translation>
    </message>
    <message>
        <source>{file} can’t be opened: it needs a password.</source>
        <translation>{file}은(는) 암호가 걸려 있어 열 수 없습니다.</translation>
    </message>
    <message>
        <source>{model} is in Hugging Face’s cache, which other programs use too: remove it with `hf cache rm model/{repository}`.</source>
        <translation>{model}: 다른 프로그램도 쓰는 Hugging Face 캐시에 있습니다. `hf cache rm model/{repository}` 명령으로 제거하십시오.</translation>
    </message>
    <message>
        <source>{sampler} always uses the model’s own schedule, so {noise_schedule} had no effect.</source>
        <translation>{sampler} 샘플러는 항상 모델 자체의 스케줄을 쓰므로 {noise_schedule} 설정은 적용되지 않았습니다.</translation>
    </message>
    <message>
        <source>“{address}” is no model’s address. Paste org/name, a page of huggingface.co or civitai.com, or a link to a .safetensors or .zip file.</source>
        <translation>“{address}”은(는) 모델 주소가 아닙니다. org/name, huggingface.co 또는 civitai.com 페이지, .safetensors 또는 .zip 파일 링크를 붙여넣으십시오.</translation>
    </message>
    <message>
        <source>“{model}” has no safetensors file on Civitai: Easel never opens pickles.</source>
        <translation>Civitai의 “{model}”에는 safetensors 파일이 없습니다. Easel은 pickle 파일을 열지 않습니다.</translation>
    </message>
    <message>
        <source>“{server}” has none of these.</source>
        <translation>“{server}”에 해당하는 파일이 없습니다.</translation>
    </message>
    <message>
        <source>“{server}” is neither a ComfyUI server nor an A1111 one with its API on.</source>
        <translation>“{server}”은(는) ComfyUI 서버도, API가 켜진 A1111 서버도 아닙니다.</translation>
    </message>
    <message>
        <source>“{server}” is no {program} server.</source>
        <translation>“{server}”은(는) {program} 서버가 아닙니다.</translation>
    </message>
    <message>
        <source>“{server}” refuses the picture: {words}</source>
        <translation>“{server}”에서 그림을 거절합니다: {words}</translation>
    </message>
    <message>
        <source>“{text}” is a schedule: choose Schedule as the grid’s setting.</source>
        <translation>“{text}”은(는) 스케줄입니다. 그리드 설정에서 스케줄을 선택하십시오.</translation>
    </message>
    <message>
        <source>Not there</source>
        <translation>없음</translation>
    </message>
    <message>
        <source>Nothing can be written into {place}: choose another place.</source>
        <translation>{place}에 쓸 수 없습니다. 다른 위치를 선택하십시오.</translation>
    </message>
    <message>
        <source>NumPy’s noise takes seeds up to {most}: choose a smaller seed or torch’s noise.</source>
        <translation>NumPy 노이즈의 시드는 {most}까지입니다. 더 작은 시드나 torch 노이즈를 선택하십시오.</translation>
    </message>
    <message>
        <source>NumPy’s random numbers take seeds from 0 to {most}: choose a smaller {what} or another rng (torch, nvidia).</source>
        <translation>NumPy 난수는 0부터 {most}까지의 시드만 받습니다. 더 작은 {what}를 쓰거나 다른 rng(torch, nvidia)를 선택하십시오.</translation>
    </message>
    <message>
        <source>Only Core ML models run on the Neural Engine: convert this model, or choose another compute unit.</source>
        <translation>Neural Engine에서는 Core ML 모델만 실행됩니다. 이 모델을 변환하거나 다른 연산 장치를 선택하십시오.</translation>
    </message>
    <message>
        <source>Only the first half of its {part} is there: the second is missing.</source>
        <translation>{part}의 앞부분만 있고 뒷부분이 없습니다.</translation>
    </message>
    <message>
        <source>Only the second half of its {part} is there: the first is missing.</source>
        <translation>{part}의 뒷부분만 있고 앞부분이 없습니다.</translation>
    </message>
    <message>
        <source>Open landscapes and light</source>
        <translation>탁 트인 풍경과 빛</translation>
    </message>
    <message>
        <source>Open landscapes and light, 512 pixels</source>
        <translation>탁 트인 풍경과 빛, 512픽셀</translation>
    </message>
    <message>
        <source>Open landscapes and light, 768 pixels</source>
        <translation>탁 트인 풍경과 빛, 768픽셀</translation>
    </message>
    <message>
        <source>Paints masked parts of a picture anew</source>
        <translation>그림의 마스크된 부분을 새로 그림</translation>
    </message>
    <message>
        <source>Parts</source>
        <translation>구성</translation>
    </message>
    <message>
        <source>Picture size</source>
        <translation>그림 크기</translation>
    </message>
    <message>
        <source>Pictures in a few steps</source>
        <translation>몇 단계 만에 그림 완성</translation>
    </message>
    <message>
        <source>Pictures in four steps, 1024 pixels</source>
        <translation>네 단계로 그림 완성, 1024픽셀</translation>
    </message>
    <message>
        <source>Pipeline</source>
        <translation>파이프라인</translation>
    </message>
    <message>
        <source>Portable runtime (no Core ML here), on the CPU</source>
        <translation>포터블 런타임(여기에는 Core ML이 없음), CPU</translation>
    </message>
    <message>
        <source>Precision</source>
        <translation>정밀도</translation>
    </message>
    <message>
        <source>Prediction</source>
        <translation>예측</translation>
    </message>
    <message>
        <source>Prompt</source>
        <translation>프롬프트</translation>
    </message>
    <message>
        <source>PyTorch</source>
        <translation>PyTorch</translation>
    </message>
    <message>
        <source>PyTorch on the CPU</source>
        <translation>CPU에서 PyTorch로 실행</translation>
    </message>
    <message>
        <source>PyTorch on the CPU: many times slower than the GPU</source>
        <translation>CPU에서 PyTorch로 실행: GPU보다 몇 배 느림</translation>
    </message>
    <message>
        <source>PyTorch on the GPU (Metal)</source>
        <translation>GPU에서 PyTorch로 실행(Metal)</translation>
    </message>
    <message>
        <source>Refiner</source>
        <translation>리파이너</translation>
    </message>
    <message>
        <source>Runs on the CPU: PyTorch finds no Metal GPU on this machine</source>
        <translation>CPU에서 실행: 이 컴퓨터에서 PyTorch가 Metal GPU를 찾지 못함</translation>
    </message>
    <message>
        <source>Runtime</source>
        <translation>런타임</translation>
    </message>
    <message>
        <source>SDXL at 768 x 768 on the Neural Engine</source>
        <translation>Neural Engine에서 768 x 768 SDXL</translation>
    </message>
    <message>
        <source>SDXL in 4.5 bits a weight</source>
        <translation>가중치당 4.5비트 SDXL</translation>
    </message>
    <message>
        <source>SDXL pictures in 2 steps</source>
        <translation>SDXL 그림을 2단계로</translation>
    </message>
    <message>
        <source>SDXL pictures in 4 steps</source>
        <translation>SDXL 그림을 4단계로</translation>
    </message>
    <message>
        <source>SDXL pictures in 8 steps</source>
        <translation>SDXL 그림을 8단계로</translation>
    </message>
    <message>
        <source>SDXL pictures in less memory, faster</source>
        <translation>더 적은 메모리로 더 빠른 SDXL 그림</translation>
    </message>
    <message>
        <source>Safety checker</source>
        <translation>안전 검사기</translation>
    </message>
    <message>
        <source>Sampler</source>
        <translation>샘플러</translation>
    </message>
    <message>
        <source>Schedule</source>
        <translation>스케줄</translation>
    </message>
    <message>
        <source>Second text encoder</source>
        <translation>두 번째 텍스트 인코더</translation>
    </message>
    <message>
        <source>Seed</source>
        <translation>시드</translation>
    </message>
    <message>
        <source>Sharper previews, very quick decoding</source>
        <translation>더 선명한 미리보기, 매우 빠른 디코딩</translation>
    </message>
    <message>
        <source>Size</source>
        <translation>크기</translation>
    </message>
    <message>
        <source>Some settings were damaged ({names})</source>
        <translation>일부 설정이 손상되었습니다({names})</translation>
    </message>
    <message>
        <source>Steps</source>
        <translation>단계 수</translation>
    </message>
    <message>
        <source>Steps are a whole number from 1 to {most}.</source>
        <translation>단계 수는 1에서 {most}까지의 정수입니다.</translation>
    </message>
    <message>
        <source>Strength</source>
        <translation>강도</translation>
    </message>
    <message>
        <source>Text encoder</source>
        <translation>텍스트 인코더</translation>
    </message>
    <message>
        <source>The ControlNet was made for another family of models.</source>
        <translation>ControlNet이 다른 계열의 모델용입니다.</translation>
    </message>
    <message>
        <source>The ControlNet “{name}” is not there: {path}</source>
        <translation>ControlNet “{name}”이(가) 없습니다: {path}</translation>
    </message>
    <message>
        <source>The ControlNet “{name}” needs a picture to follow.</source>
        <translation>ControlNet “{name}”에 따라 그릴 그림이 필요합니다.</translation>
    </message>
    <message>
        <source>The ControlNet “{name}” was made for another family of models.</source>
        <translation>ControlNet “{name}”은(는) 다른 계열의 모델용입니다.</translation>
    </message>
    <message>
        <source>The LoRA “{name}” does not fit this model: it was made for another family, or its file is damaged.</source>
        <translation>LoRA “{name}”이(가) 이 모델에 맞지 않습니다. 다른 계열용이거나 파일이 손상되었습니다.</translation>
    </message>
    <message>
        <source>The LoRA “{name}” holds nothing that fits this model.</source>
        <translation>LoRA “{name}”에 이 모델에 맞는 내용이 없습니다.</translation>
    </message>
    <message>
        <source>The LoRA “{name}” is not there as a safetensors file: {path}</source>
        <translation>LoRA “{name}”의 safetensors 파일이 없습니다: {path}</translation>
    </message>
    <message>
        <source>The Mac couldn’t write this picture as HEIC.</source>
        <translation>이 그림을 HEIC로 저장하지 못했습니다.</translation>
    </message>
    <message>
        <source>The VAE {file} is not there.</source>
        <translation>VAE {file} 파일이 없습니다.</translation>
    </message>
    <message>
        <source>The VAE {name} was made for another family of models.</source>
        <translation>VAE {name}은(는) 다른 계열의 모델용입니다.</translation>
    </message>
    <message>
        <source>The compiled model could not be kept: the disk is full or the cache folder can’t be written to.</source>
        <translation>컴파일된 모델을 보관하지 못했습니다. 디스크가 가득 찼거나 캐시 폴더에 쓸 수 없습니다.</translation>
    </message>
    <message>
        <source>The connection broke off.</source>
        <translation>연결이 끊어졌습니다.</translation>
    </message>
    <message>
        <source>The connection ended before the file was whole.</source>
        <translation>파일을 다 받기 전에 연결이 끊어졌습니다.</translation>
    </message>
    <message>
        <source>The converted model could not be written. Nothing was left behind.</source>
        <translation>변환된 모델을 저장하지 못했습니다. 남은 파일은 없습니다.</translation>
    </message>
    <message>
        <source>The converted {item} differs too much from the original ({measured} dB, at least {needed} are needed): nothing was kept.</source>
        <translation>변환된 {item}이(가) 원본과 너무 다릅니다({measured}dB, 최소 {needed}dB 필요). 아무것도 보관하지 않았습니다.</translation>
    </message>
    <message>
        <source>The denoise is too small for so many steps.</source>
        <translation>단계 수에 비해 노이즈 제거 값이 너무 작습니다.</translation>
    </message>
    <message>
        <source>The disk is full: free some space and convert again. Nothing was left behind.</source>
        <translation>디스크가 가득 찼습니다. 공간을 확보하고 다시 변환하십시오. 남은 파일은 없습니다.</translation>
    </message>
    <message>
        <source>The disk with {folder} is full: free some space, then resume.</source>
        <translation>{folder} 파일이 있는 디스크가 가득 찼습니다. 공간을 확보한 다음 이어받으십시오.</translation>
    </message>
    <message>
        <source>The disk with {folder} is nearly full: free some space, then resume.</source>
        <translation>{folder}이(가) 있는 디스크가 거의 가득 찼습니다. 공간을 확보한 다음 다시 시작하십시오.</translation>
    </message>
    <message>
        <source>The disk “{disk}” is not connected: its models return with it.</source>
        <translation>디스크 “{disk}”이(가) 연결되어 있지 않습니다. 연결하면 모델이 다시 나타납니다.</translation>
    </message>
    <message>
        <source>The download failed: try to resume it.</source>
        <translation>다운로드하지 못했습니다. 이어받기를 시도하십시오.</translation>
    </message>
    <message>
        <source>The download of {name} did not finish.</source>
        <translation>{name} 다운로드를 마치지 못했습니다.</translation>
    </message>
    <message>
        <source>The embedding “{name}” can’t be read: it must be a safetensors file.</source>
        <translation>임베딩 “{name}”을(를) 읽을 수 없습니다. safetensors 파일이어야 합니다.</translation>
    </message>
    <message>
        <source>The embedding “{name}” was made for another family of models.</source>
        <translation>임베딩 “{name}”은(는) 다른 계열의 모델용입니다.</translation>
    </message>
    <message>
        <source>The engine and the window no longer understand each other.</source>
        <translation>엔진과 윈도우가 서로 통신할 수 없습니다.</translation>
    </message>
    <message>
        <source>The engine could not be started: install Easel again if this stays.</source>
        <translation>엔진을 시작하지 못했습니다. 계속되면 Easel을 다시 설치하십시오.</translation>
    </message>
    <message>
        <source>The engine crashed ({signal}) and this picture was lost. The queue goes on with a new engine.</source>
        <translation>엔진이 충돌하여({signal}) 이 그림을 잃었습니다. 대기열은 새 엔진으로 계속됩니다.</translation>
    </message>
    <message>
        <source>The engine ended unexpectedly (exit code {code}) and this picture was lost. The queue goes on with a new engine.</source>
        <translation>엔진이 예기치 않게 종료되어(종료 코드 {code}) 이 그림을 잃었습니다. 대기열은 새 엔진으로 계속됩니다.</translation>
    </message>
    <message>
        <source>The engine failed ({kind}): see the details.</source>
        <translation>엔진에 문제가 발생했습니다({kind}). 세부사항을 보십시오.</translation>
    </message>
    <message>
        <source>The engine failed: {reason}</source>
        <translation>엔진에 문제가 발생했습니다: {reason}</translation>
    </message>
    <message>
        <source>The engine no longer answered as it should and was ended, so this picture was lost. The queue goes on with a new engine.</source>
        <translation>엔진이 제대로 응답하지 않아 종료했으며 이 그림은 사라졌습니다. 대기열은 새 엔진으로 계속됩니다.</translation>
    </message>
    <message>
        <source>The engine was stopped by the system, most likely because memory ran out: close other apps, or choose a smaller size or model. The queue goes on.</source>
        <translation>메모리가 부족하여 시스템이 엔진을 종료한 것 같습니다. 다른 앱을 닫거나 더 작은 크기나 모델을 선택하십시오. 대기열은 계속됩니다.</translation>
    </message>
    <message>
        <source>The engine was stopped by the system: memory ran out, or the model could not be prepared for its compute unit. Close other apps, or choose another compute unit. The queue goes on.</source>
        <translation>시스템이 엔진을 종료했습니다. 메모리가 부족하거나 모델을 연산 장치에 맞게 준비할 수 없었습니다. 다른 앱을 닫거나 다른 연산 장치를 선택하십시오. 대기열은 계속됩니다.</translation>
    </message>
    <message>
        <source>The file doesn’t say whether it predicts noise (SD 2 base, 512) or velocity (768-v): taken as {taken}. If pictures come out as colored noise, choose the other.</source>
        <translation>이 파일이 노이즈(SD 2 base, 512)와 속도(768-v) 중 무엇을 예측하는지 알 수 없어 {taken}(으)로 정했습니다. 그림이 색 노이즈로 나오면 다른 쪽을 선택하십시오.</translation>
    </message>
    <message>
        <source>The file has changed on the server: it is fetched anew.</source>
        <translation>서버의 파일이 바뀌어 처음부터 다시 받습니다.</translation>
    </message>
    <message>
        <source>The file is cut off inside its header: download it again.</source>
        <translation>파일이 헤더 중간에서 잘렸습니다. 다시 다운로드하십시오.</translation>
    </message>
    <message>
        <source>The file is cut off: it is shorter than a safetensors header.</source>
        <translation>파일이 잘렸습니다. safetensors 헤더보다도 짧습니다.</translation>
    </message>
    <message>
        <source>The file is cut off: {missing} bytes are missing at its end. Download it again.</source>
        <translation>파일이 잘렸습니다. 끝부분 {missing}바이트가 없습니다. 다시 다운로드하십시오.</translation>
    </message>
    <message>
        <source>The file is empty: download it again.</source>
        <translation>파일이 비어 있습니다. 다시 다운로드하십시오.</translation>
    </message>
    <message>
        <source>The file is no longer there: look the model up again.</source>
        <translation>파일이 더 이상 없습니다. 모델을 다시 찾아보십시오.</translation>
    </message>
    <message>
        <source>The first words of the grid, “{name}”, are not in the prompt: they are what the others replace.</source>
        <translation>그리드의 첫 단어 “{name}”이(가) 프롬프트에 없습니다. 나머지 단어가 그 자리를 대신합니다.</translation>
    </message>
    <message>
        <source>The gallery’s index can’t be used. Start Easel again to have it repaired.</source>
        <translation>갤러리 색인을 쓸 수 없습니다. Easel을 다시 열면 복구됩니다.</translation>
    </message>
    <message>
        <source>The gallery’s index is busy. Try again in a moment.</source>
        <translation>갤러리 색인을 쓰는 중입니다. 잠시 후 다시 시도하십시오.</translation>
    </message>
    <message>
        <source>The gallery’s index is from a newer Easel and stays as it is.</source>
        <translation>갤러리 색인이 더 새로운 Easel의 것이라 그대로 둡니다.</translation>
    </message>
    <message>
        <source>The gallery’s index was damaged: Easel builds it again from the pictures, with all stars and tags, and kept the old one as “{aside}”.</source>
        <translation>갤러리 색인이 손상되어 그림에서 별점과 태그까지 다시 만듭니다. 이전 색인은 “{aside}”로 보관했습니다.</translation>
    </message>
    <message>
        <source>The graph has {others} more samplers, whose settings are not in this recipe.</source>
        <translation>그래프에 샘플러가 {others}개 더 있으며, 그 설정은 이 레시피에 없습니다.</translation>
    </message>
    <message>
        <source>The grid would have {count} pictures: {most} is the most.</source>
        <translation>그리드의 그림이 {count}장이 됩니다. 최대 {most}장입니다.</translation>
    </message>
    <message>
        <source>The grid’s two settings are the same: choose another for one of them.</source>
        <translation>그리드의 두 설정이 같습니다. 하나를 다른 설정으로 바꾸십시오.</translation>
    </message>
    <message>
        <source>The keychain does not answer, so the token is kept until Easel quits.</source>
        <translation>키체인이 응답하지 않아 Easel을 종료할 때까지만 토큰을 보관합니다.</translation>
    </message>
    <message>
        <source>The keychain does not answer, so the token may still be in it.</source>
        <translation>키체인이 응답하지 않아 토큰이 아직 남아 있을 수 있습니다.</translation>
    </message>
    <message>
        <source>The keychain does not answer.</source>
        <translation>키체인이 응답하지 않습니다.</translation>
    </message>
    <message>
        <source>The link leads nowhere: look the model up again.</source>
        <translation>링크가 올바른 곳으로 연결되지 않습니다. 모델을 다시 찾아보십시오.</translation>
    </message>
    <message>
        <source>The model file {file} can’t be read.</source>
        <translation>모델 파일 {file}을(를) 읽을 수 없습니다.</translation>
    </message>
    <message>
        <source>The model gave no picture, only invalid numbers: its file may be damaged, or a LoRA too strong.</source>
        <translation>모델이 그림 대신 잘못된 값만 내놓았습니다. 파일이 손상되었거나 LoRA가 너무 강할 수 있습니다.</translation>
    </message>
    <message>
        <source>The model is no longer loaded.</source>
        <translation>모델이 더 이상 메모리에 없습니다.</translation>
    </message>
    <message>
        <source>The model “{name}” is not among yours.</source>
        <translation>모델 “{name}”이(가) 보유한 모델에 없습니다.</translation>
    </message>
    <message>
        <source>The model’s safety checker hid this picture.</source>
        <translation>모델의 안전 검사기가 이 그림을 가렸습니다.</translation>
    </message>
    <message>
        <source>The model’s {file} is damaged.</source>
        <translation>모델의 {file}이(가) 손상되었습니다.</translation>
    </message>
    <message>
        <source>The model’s {part} brings code of its own, which Easel never runs: it can’t be used here.</source>
        <translation>모델의 {part}에 자체 코드가 들어 있습니다. Easel은 이런 코드를 실행하지 않으므로 사용할 수 없습니다.</translation>
    </message>
    <message>
        <source>The model’s {part} can’t be read: the file is damaged or incomplete. Download it again.</source>
        <translation>모델의 {part}을(를) 읽을 수 없습니다. 파일이 손상되었거나 완전하지 않습니다. 다시 다운로드하십시오.</translation>
    </message>
    <message>
        <source>The model’s {part} lacks “{tensor}”: the file is incomplete. Download it again.</source>
        <translation>모델의 {part}에 “{tensor}”이(가) 없습니다. 파일이 불완전합니다. 다시 다운로드하십시오.</translation>
    </message>
    <message>
        <source>The models are still being looked for: try again in a moment.</source>
        <translation>아직 모델을 찾는 중입니다. 잠시 후 다시 시도하십시오.</translation>
    </message>
    <message>
        <source>The name can’t have {{{field}}}; there are: {known}.</source>
        <translation>이름에 {{{field}}}을(를) 쓸 수 없습니다. 쓸 수 있는 것: {known}.</translation>
    </message>
    <message>
        <source>The name has too many folders in it; {most} is the most.</source>
        <translation>이름에 폴더가 너무 많습니다. 최대 {most}개입니다.</translation>
    </message>
    <message>
        <source>The name is too long. Choose a shorter one.</source>
        <translation>이름이 너무 깁니다. 더 짧은 이름을 선택하십시오.</translation>
    </message>
    <message>
        <source>The operation {kind} of this model branches, which can’t be run here.</source>
        <translation>이 모델의 연산 {kind}에 분기가 있어 여기서 실행할 수 없습니다.</translation>
    </message>
    <message>
        <source>The operation {operation} of this model takes its {parameter} from another operation, which can’t be run here.</source>
        <translation>이 모델의 연산 {operation}이(가) {parameter} 값을 다른 연산에서 받으므로 여기서 실행할 수 없습니다.</translation>
    </message>
    <message>
        <source>The permissions of {path} don’t let Easel read it.</source>
        <translation>{path}: 권한이 없어 읽을 수 없습니다.</translation>
    </message>
    <message>
        <source>The picture could not be added to the gallery.</source>
        <translation>그림을 갤러리에 추가하지 못했습니다.</translation>
    </message>
    <message>
        <source>The picture isn’t in the gallery any more.</source>
        <translation>그림이 더 이상 갤러리에 없습니다.</translation>
    </message>
    <message>
        <source>The picture was made from another one, which the file lacks.</source>
        <translation>다른 그림에서 시작한 그림이지만, 그 시작 이미지는 파일에 없습니다.</translation>
    </message>
    <message>
        <source>The pictures that the ControlNets followed are not in the file.</source>
        <translation>ControlNet이 따른 그림은 파일에 들어 있지 않습니다.</translation>
    </message>
    <message>
        <source>The precision was chosen when the model was converted.</source>
        <translation>정밀도는 모델을 변환할 때 정해졌습니다.</translation>
    </message>
    <message>
        <source>The preprocessor {folder} is not there.</source>
        <translation>전처리기 {folder}이(가) 없습니다.</translation>
    </message>
    <message>
        <source>The preset {path} can’t be read.</source>
        <translation>프리셋 {path}을(를) 읽을 수 없습니다.</translation>
    </message>
    <message>
        <source>The preset’s model “{name}” is not among yours: -i can name another one, perhaps {known}.</source>
        <translation>프리셋의 모델 “{name}”이(가) 보유한 모델에 없습니다. -i로 다른 모델을 지정할 수 있습니다. 혹시 {known}인가요?</translation>
    </message>
    <message>
        <source>The preset’s model “{name}” is not among yours: -i can name another one.</source>
        <translation>프리셋의 모델 “{name}”이(가) 보유한 모델에 없습니다. -i로 다른 모델을 지정할 수 있습니다.</translation>
    </message>
    <message>
        <source>The program of this model is damaged: {name} is used but never made.</source>
        <translation>이 모델의 프로그램이 손상되었습니다. {name} 값이 쓰이지만 만들어지지 않습니다.</translation>
    </message>
    <message>
        <source>The prompt has {count} characters; words far behind the first 75 tokens have little effect.</source>
        <translation>프롬프트가 {count}자입니다. 처음 75토큰에서 멀리 떨어진 단어는 효과가 거의 없습니다.</translation>
    </message>
    <message>
        <source>The prompt is empty: the picture will be whatever the model likes.</source>
        <translation>프롬프트가 비어 있어 모델이 알아서 그립니다.</translation>
    </message>
    <message>
        <source>The prompt’s wildcards lead back to themselves: break the circle.</source>
        <translation>프롬프트의 와일드카드가 서로를 계속 가리킵니다. 순환을 끊으십시오.</translation>
    </message>
    <message>
        <source>The queue file was damaged</source>
        <translation>대기열 파일이 손상되었습니다</translation>
    </message>
    <message>
        <source>The queue was written by a newer Easel and is left as it is.</source>
        <translation>대기열이 더 새로운 Easel에서 저장되어 그대로 둡니다.</translation>
    </message>
    <message>
        <source>The server asks for a pause (too many requests).</source>
        <translation>요청이 너무 많아 서버가 잠시 멈추라고 합니다.</translation>
    </message>
    <message>
        <source>The server can’t be reached.</source>
        <translation>서버에 연결할 수 없습니다.</translation>
    </message>
    <message>
        <source>The server has a problem of its own ({status}).</source>
        <translation>서버에 문제가 있습니다({status}).</translation>
    </message>
    <message>
        <source>The server has another version of the file.</source>
        <translation>서버에 다른 버전의 파일이 있습니다.</translation>
    </message>
    <message>
        <source>The server refuses this file ({status}).</source>
        <translation>서버가 이 파일을 거부했습니다({status}).</translation>
    </message>
    <message>
        <source>The server refuses this file.</source>
        <translation>서버가 이 파일을 거부했습니다.</translation>
    </message>
    <message>
        <source>The server sends next to nothing.</source>
        <translation>서버가 거의 아무것도 보내지 않습니다.</translation>
    </message>
    <message>
        <source>The server sends something else in place of the file. If this network asks for a login, log in, then resume.</source>
        <translation>서버가 파일 대신 다른 것을 보냅니다. 네트워크에 로그인해야 하는 경우 로그인한 다음 다시 시작하십시오.</translation>
    </message>
    <message>
        <source>The server sent more than it announced: look it up again.</source>
        <translation>서버가 알린 것보다 많은 데이터를 보냈습니다. 다시 찾아보십시오.</translation>
    </message>
    <message>
        <source>The server stopped sending.</source>
        <translation>서버가 전송을 멈췄습니다.</translation>
    </message>
    <message>
        <source>--output is for easel doctor --prove.</source>
        <translation>--output은 easel doctor --prove에만 씁니다.</translation>
    </message>
    <message>
        <source>--extend needs --image: the picture that goes on.</source>
        <translation>--extend를 쓰려면 확장할 그림을 --image로 지정해야 합니다.</translation>
    </message>
    <message>
        <source>--mask and --each don’t go together: a mask belongs to one picture.</source>
        <translation>--mask와 --each는 함께 쓸 수 없습니다. 마스크는 이미지 하나에 속합니다.</translation>
    </message>
    <message>
        <source>--prompts and a prompt don’t go together: put it into the file.</source>
        <translation>--prompts와 프롬프트는 함께 쓸 수 없습니다. 프롬프트를 파일에 넣으십시오.</translation>
    </message>
    <message>
        <source>--prompts {file}: it can’t be read.</source>
        <translation>--prompts {file}: 읽을 수 없습니다.</translation>
    </message>
    <message>
        <source>--prompts {file}: there is no prompt in it.</source>
        <translation>--prompts {file}: 파일에 프롬프트가 없습니다.</translation>
    </message>
    <message>
        <source>--prove takes neither a model nor --json: its file is JSON.</source>
        <translation>--prove에는 모델이나 --json을 쓸 수 없습니다. 결과 파일이 JSON입니다.</translation>
    </message>
    <message>
        <source>--where and --grid don’t go together: a grid is drawn in one place.</source>
        <translation>--where와 --grid는 함께 쓸 수 없습니다. 격자는 한 곳에서 그립니다.</translation>
    </message>
    <message>
        <source>-o {output} is a file: name a folder, or a picture ending in .png, .jpg or .webp.</source>
        <translation>-o {output}은(는) 파일입니다. 폴더 또는 .png, .jpg, .webp로 끝나는 그림 이름을 지정하십시오.</translation>
    </message>
    <message>
        <source>-o {output} names one picture, and there are {count} to draw.</source>
        <translation>-o {output}은(는) 이미지 하나의 이름인데 그릴 이미지는 {count}개입니다.</translation>
    </message>
    <message>
        <source>-o {output}: pictures are written as PNG, JPEG or WebP; name one of these, or a folder.</source>
        <translation>-o {output}: 그림은 PNG, JPEG 또는 WebP로 저장됩니다. 그중 하나 또는 폴더를 지정하십시오.</translation>
    </message>
    <message>
        <source>16 GB of memory or more; best with a Pro chip</source>
        <translation>메모리 16GB 이상, Pro급 GPU 권장</translation>
    </message>
    <message>
        <source>16 GB of memory; slow with 8 GB</source>
        <translation>메모리 16GB(8GB에서는 느림)</translation>
    </message>
    <message>
        <source>24 GB of memory or more</source>
        <translation>메모리 24GB 이상</translation>
    </message>
    <message>
        <source>A ComfyUI server draws its noise as torch does: choose torch as its source.</source>
        <translation>ComfyUI 서버의 노이즈는 torch 방식입니다. 노이즈 소스를 torch로 하세요.</translation>
    </message>
    <message>
        <source>A ComfyUI server draws no variations of a seed: set their strength to 0.</source>
        <translation>ComfyUI 서버는 시드 변형을 그리지 않습니다. 변형 강도를 0으로 하세요.</translation>
    </message>
    <message>
        <source>A PyTorch model of its family</source>
        <translation>같은 계열의 PyTorch 모델</translation>
    </message>
    <message>
        <source>A direct link: its content can’t be checked.</source>
        <translation>직접 링크: 내용을 확인할 수 없습니다.</translation>
    </message>
    <message>
        <source>A grid is drawn in one place: choose models of one server.</source>
        <translation>격자는 한곳에서 그립니다. 한 서버의 모델을 고르세요.</translation>
    </message>
    <message>
        <source>A picture in the request is damaged or no picture.</source>
        <translation>요청에 든 그림이 손상되었거나 그림이 아닙니다.</translation>
    </message>
    <message>
        <source>A picture in the request is not in base64.</source>
        <translation>요청에 든 그림이 base64 형식이 아닙니다.</translation>
    </message>
    <message>
        <source>A picture may have {most} pixels a side at most when another program asks.</source>
        <translation>다른 프로그램이 요청하는 그림은 한 변이 최대 {most}픽셀입니다.</translation>
    </message>
    <message>
        <source>A picture of {width} × {height} is too large to be shown without being saved.</source>
        <translation>{width} × {height} 그림은 너무 커서 저장하지 않고는 표시할 수 없습니다.</translation>
    </message>
    <message>
        <source>A picture takes about {time} with this model here: it will follow your words slowly.</source>
        <translation>이 컴퓨터에서 이 모델은 그림 하나에 약 {time} 걸립니다. 입력을 느리게 따라옵니다.</translation>
    </message>
    <message>
        <source>A server’s name has up to 60 letters, and neither / nor : in it.</source>
        <translation>서버 이름은 60자까지이며 /와 :를 쓸 수 없습니다.</translation>
    </message>
    <message>
        <source>A token has at least {least} plain letters.</source>
        <translation>토큰은 영문자 {least}자 이상이어야 합니다.</translation>
    </message>
    <message>
        <source>An SDXL model; sampler Euler, schedule SGM uniform, guidance 1</source>
        <translation>SDXL 모델, 샘플러 Euler, 스케줄 SGM uniform, 가이던스 1</translation>
    </message>
    <message>
        <source>An address has no user name and no password in it: give them as the token.</source>
        <translation>주소에는 사용자 이름과 암호를 넣지 않습니다. 토큰으로 입력하세요.</translation>
    </message>
    <message>
        <source>Civitai asks for a login for this model. Set CIVITAI_TOKEN to your API key, or download the file in a browser and drop it here.</source>
        <translation>Civitai에서 이 모델을 받으려면 로그인해야 합니다. CIVITAI_TOKEN에 API 키를 설정하거나 브라우저에서 파일을 받아 여기로 드래그하십시오.</translation>
    </message>
    <message>
        <source>Civitai’s answer was not understood. Try again later.</source>
        <translation>Civitai의 응답을 이해할 수 없습니다. 나중에 다시 시도하십시오.</translation>
    </message>
    <message>
        <source>ComfyUI and A1111 draw its noise otherwise: other details, the same kind of picture.</source>
        <translation>ComfyUI와 A1111은 노이즈를 다르게 뽑습니다. 세부는 다르지만 같은 종류의 그림입니다.</translation>
    </message>
    <message>
        <source>ComfyUI draws its noise otherwise: other details, the same kind of picture.</source>
        <translation>ComfyUI는 노이즈를 다르게 뽑습니다. 세부는 다르지만 같은 종류의 그림입니다.</translation>
    </message>
    <message>
        <source>ComfyUI servers have no safety checker.</source>
        <translation>ComfyUI 서버에는 안전 검사기가 없습니다.</translation>
    </message>
    <message>
        <source>ComfyUI {version}, {device}, {free} of {total} GB free, {queued} in its queue</source>
        <translation>ComfyUI {version}, {device}, {total}GB 중 {free}GB 여유, 대기열 {queued}개</translation>
    </message>
    <message>
        <source>Detailed pictures in four steps, from whole sentences</source>
        <translation>문장으로 설명하면 네 단계 만에 그리는 세밀한 그림</translation>
    </message>
    <message>
        <source>Easel can’t listen at {host}, port {port}: {reason}.</source>
        <translation>Easel이 {host}, 포트 {port}에서 받을 수 없습니다: {reason}.</translation>
    </message>
    <message>
        <source>Easel doesn’t know what this file is: it fits no model that Easel draws with.</source>
        <translation>Easel이 알 수 없는 파일입니다. Easel이 그리는 데 쓰는 어떤 모델에도 맞지 않습니다.</translation>
    </message>
    <message>
        <source>Easel doesn’t know which text encoder and VAE go with it.</source>
        <translation>이 모델에 맞는 텍스트 인코더와 VAE를 Easel이 알지 못합니다.</translation>
    </message>
    <message>
        <source>Easel has no ControlNets for this family.</source>
        <translation>Easel에는 이 계열을 위한 ControlNet이 없습니다.</translation>
    </message>
    <message>
        <source>Easel uses no ControlNets of A1111 servers.</source>
        <translation>A1111 서버에서는 ControlNet을 쓸 수 없습니다.</translation>
    </message>
    <message>
        <source>Easel’s window does not answer.</source>
        <translation>Easel 윈도우가 응답하지 않습니다.</translation>
    </message>
    <message>
        <source>Easel’s window is open: change the servers there, in Settings &gt; Servers.</source>
        <translation>Easel 윈도우가 열려 있습니다. 서버는 윈도우의 설정 &gt; 서버에서 바꾸세요.</translation>
    </message>
    <message>
        <source>Easel’s window was closed before the picture was drawn.</source>
        <translation>그림을 그리기 전에 Easel 윈도우가 닫혔습니다.</translation>
    </message>
    <message>
        <source>File</source>
        <translation>파일</translation>
    </message>
    <message>
        <source>From 20 steps on it plans Karras levels itself, as A1111 does; ComfyUI does not have it.</source>
        <translation>20단계부터는 A1111처럼 Karras 수준을 스스로 계획합니다. ComfyUI에는 없습니다.</translation>
    </message>
    <message>
        <source>How long a picture takes with this model isn’t known yet: it may follow your words slowly.</source>
        <translation>이 모델로 그림 하나에 얼마나 걸리는지 아직 알 수 없습니다. 입력을 느리게 따라올 수 있습니다.</translation>
    </message>
    <message>
        <source>It is Z-Image Omni, which Easel can’t run: get Z-Image Turbo.</source>
        <translation>Easel이 실행할 수 없는 Z-Image Omni입니다. Z-Image Turbo를 받으십시오.</translation>
    </message>
    <message>
        <source>It is a ControlNet without the names of its parts, which Easel can’t open: get the diffusers file.</source>
        <translation>부분 이름이 없는 ControlNet이며 Easel에서 열 수 없습니다. diffusers 파일을 받으십시오.</translation>
    </message>
    <message>
        <source>It is a ControlNet-LLLite, which Easel can’t run: get a full ControlNet.</source>
        <translation>ControlNet-LLLite이며 Easel에서 실행할 수 없습니다. 완전한 ControlNet을 받으십시오.</translation>
    </message>
    <message>
        <source>It is a CosXL model (EDM v-prediction), whose noise levels Easel can’t run.</source>
        <translation>CosXL 모델(EDM v-prediction)이며, Easel은 이 모델의 노이즈 레벨을 실행할 수 없습니다.</translation>
    </message>
    <message>
        <source>It is a GLIGEN model, which Easel can’t run.</source>
        <translation>GLIGEN 모델이며 Easel에서 실행할 수 없습니다.</translation>
    </message>
    <message>
        <source>It is a PhotoMaker, which Easel can’t run.</source>
        <translation>PhotoMaker이며 Easel에서 실행할 수 없습니다.</translation>
    </message>
    <message>
        <source>It is a language model, used by others as text encoder: one part of a model.</source>
        <translation>다른 모델이 텍스트 인코더로 쓰는 언어 모델입니다. 모델의 한 부분입니다.</translation>
    </message>
    <message>
        <source>It is a model in Draw Things’ own format, which Easel can’t run: get the same model as .safetensors.</source>
        <translation>Draw Things 고유 형식의 모델이며 Easel에서 실행할 수 없습니다. 같은 모델을 .safetensors로 받으십시오.</translation>
    </message>
    <message>
        <source>It is an ESRGAN in a naming of 2018, which Easel can’t run: get a newer file.</source>
        <translation>2018년 방식의 이름을 쓰는 ESRGAN이며 Easel에서 실행할 수 없습니다. 더 새로운 파일을 받으십시오.</translation>
    </message>
    <message>
        <source>It is one half of an IP-Adapter FaceID, which Easel can’t run.</source>
        <translation>IP-Adapter FaceID의 반쪽이며 Easel에서 실행할 수 없습니다.</translation>
    </message>
    <message>
        <source>It is the encoder of a tiny VAE: get its decoder.</source>
        <translation>작은 VAE의 인코더입니다. 디코더를 받으십시오.</translation>
    </message>
    <message>
        <source>It is {model}, which is too large for Easel: FLUX.2 klein 4B is the one to get.</source>
        <translation>Easel에 너무 큰 {model}입니다. FLUX.2 klein 4B를 받으십시오.</translation>
    </message>
    <message>
        <source>It needs a part that is in no model folder: {part}.</source>
        <translation>모델 폴더에 없는 부분이 필요합니다: {part}.</translation>
    </message>
    <message>
        <source>It needs the {part}, which is in no model folder. The catalog has it as {entry}.</source>
        <translation>모델 폴더에 없는 {part}이(가) 필요합니다. 카탈로그에 {entry}(으)로 있습니다.</translation>
    </message>
    <message>
        <source>It needs the {part}, which is in no model folder; “{other}” is of another size. The catalog has it as {entry}.</source>
        <translation>모델 폴더에 없는 {part}이(가) 필요합니다. “{other}”은(는) 크기가 다릅니다. 카탈로그에 {entry}(으)로 있습니다.</translation>
    </message>
    <message>
        <source>Its VAE is found by itself among the model folders.</source>
        <translation>VAE는 모델 폴더에서 자동으로 찾습니다.</translation>
    </message>
    <message>
        <source>Its text encoder is a language model, which has no layers to skip.</source>
        <translation>텍스트 인코더가 언어 모델이므로 건너뛸 레이어가 없습니다.</translation>
    </message>
    <message>
        <source>Its weights are in NVIDIA’s 4 bits (nvfp4), which Easel can’t read: get the bf16, fp8 or a GGUF file.</source>
        <translation>가중치가 Easel이 읽을 수 없는 NVIDIA 4비트(nvfp4)입니다. bf16, fp8 또는 GGUF 파일을 받으십시오.</translation>
    </message>
    <message>
        <source>Its weights are quantized by {method}, which Easel can’t read: get the model in bf16.</source>
        <translation>가중치가 Easel이 읽을 수 없는 {method}(으)로 양자화되어 있습니다. bf16 모델을 받으십시오.</translation>
    </message>
    <message>
        <source>Its weights are quantized in a way that Easel can’t read (GGUF type {kind}): get a Q8_0, Q6_K, Q5_K or Q4_K file.</source>
        <translation>가중치가 Easel이 읽을 수 없는 방식(GGUF 유형 {kind})으로 양자화되어 있습니다. Q8_0, Q6_K, Q5_K 또는 Q4_K 파일을 받으십시오.</translation>
    </message>
    <message>
        <source>Live drawing makes pictures of up to {count} megapixels.</source>
        <translation>실시간 그리기는 최대 {count}메가픽셀까지 그립니다.</translation>
    </message>
    <message>
        <source>LoRAs inside</source>
        <translation>포함된 LoRA</translation>
    </message>
    <message>
        <source>Made for</source>
        <translation>기준</translation>
    </message>
    <message>
        <source>Making it smaller</source>
        <translation>더 작게 만드는 중</translation>
    </message>
    <message>
        <source>Name a picture to edit: easel edit house.png --prompt &apos;make it night&apos;.</source>
        <translation>편집할 이미지를 적으십시오: easel edit house.png --prompt &apos;make it night&apos;.</translation>
    </message>
    <message>
        <source>Needs about {peak} GB; this machine has {memory} GB.</source>
        <translation>약 {peak} GB가 필요한데 이 컴퓨터의 메모리는 {memory} GB입니다.</translation>
    </message>
    <message>
        <source>Needs about {peak} of {memory} GB with int8 layers ({whole} GB without), which is close: other programs may slow down.</source>
        <translation>int8 레이어로 {memory} GB 중 약 {peak} GB가 필요합니다(그대로는 {whole} GB). 빠듯해서 다른 프로그램이 느려질 수 있습니다.</translation>
    </message>
    <message>
        <source>Needs about {peak} of {memory} GB with int8 layers ({whole} GB without).</source>
        <translation>int8 레이어로 {memory} GB 중 약 {peak} GB가 필요합니다(그대로는 {whole} GB).</translation>
    </message>
    <message>
        <source>Needs about {peak} of {memory} GB, which is close: other programs may slow down.</source>
        <translation>{memory} GB 중 약 {peak} GB가 필요합니다. 빠듯해서 다른 프로그램이 느려질 수 있습니다.</translation>
    </message>
    <message>
        <source>Needs about {peak} of {memory} GB.</source>
        <translation>{memory} GB 중 약 {peak} GB가 필요합니다.</translation>
    </message>
    <message>
        <source>No size fits: a smaller model does.</source>
        <translation>들어가는 크기가 없습니다. 더 작은 모델을 고르세요.</translation>
    </message>
    <message>
        <source>No upscaler is in the model folders.</source>
        <translation>모델 폴더에 업스케일러가 없습니다.</translation>
    </message>
    <message>
        <source>None of your LoRAs has the hash of the preset’s “{name}”.</source>
        <translation>프리셋의 “{name}”과(와) 해시가 같은 LoRA가 없습니다.</translation>
    </message>
    <message>
        <source>None of your models can edit pictures: get FLUX.2 klein, which can (easel models download flux2-klein-4b).</source>
        <translation>이미지를 편집할 수 있는 모델이 없습니다. 편집할 수 있는 FLUX.2 klein을 받으십시오(easel models download flux2-klein-4b).</translation>
    </message>
    <message>
        <source>One request may ask for {most} pictures at most.</source>
        <translation>한 요청에서 그림은 최대 {most}장까지 요청할 수 있습니다.</translation>
    </message>
    <message>
        <source>Only pictures can be asked for.</source>
        <translation>그림만 요청할 수 있습니다.</translation>
    </message>
    <message>
        <source>Other machines can reach {host}: give --token with a secret of at least {least} letters.</source>
        <translation>{host}에는 다른 컴퓨터가 접근할 수 있습니다. --token으로 {least}자 이상의 비밀 문자열을 지정하십시오.</translation>
    </message>
    <message>
        <source>Part of FLUX.2 klein</source>
        <translation>FLUX.2 klein의 일부</translation>
    </message>
    <message>
        <source>Part of Z-Image</source>
        <translation>Z-Image의 일부</translation>
    </message>
    <message>
        <source>Photographs and lettering in eight steps</source>
        <translation>여덟 단계 만에 그리는 사진과 글자</translation>
    </message>
    <message>
        <source>Plans its steps itself: of the schedule only the ends count.</source>
        <translation>단계를 스스로 계획합니다. 스케줄에서는 양 끝만 쓰입니다.</translation>
    </message>
    <message>
        <source>Runs on “{server}”</source>
        <translation>“{server}”에서 실행</translation>
    </message>
    <message>
        <source>Say what is to change: easel edit {picture} --prompt &apos;make it night&apos;.</source>
        <translation>무엇을 바꿀지 적으십시오: easel edit {picture} --prompt &apos;make it night&apos;.</translation>
    </message>
    <message>
        <source>Server</source>
        <translation>서버</translation>
    </message>
    <message>
        <source>Takes as many steps as the picture needs: of the schedule only the ends count.</source>
        <translation>그림에 필요한 만큼 단계를 밟습니다. 스케줄에서는 양 끝만 쓰입니다.</translation>
    </message>
    <message>
        <source>Textual inversions are made for CLIP, which this family doesn’t use.</source>
        <translation>텍스트 인버전은 CLIP용이며 이 계열은 CLIP을 쓰지 않습니다.</translation>
    </message>
    <message>
        <source>The LoRA “{name}” can’t be read: its file is damaged.</source>
        <translation>LoRA “{name}”을(를) 읽을 수 없습니다. 파일이 손상되었습니다.</translation>
    </message>
    <message>
        <source>The address of “{server}” is not one.</source>
        <translation>“{server}”의 주소가 올바르지 않습니다.</translation>
    </message>
    <message>
        <source>The certificate of “{server}” can’t be trusted: it is self-signed or for another address. You can allow it in Settings &gt; Servers.</source>
        <translation>“{server}”의 인증서를 신뢰할 수 없습니다. 자체 서명되었거나 다른 주소의 것입니다. 설정 &gt; 서버에서 허용할 수 있습니다.</translation>
    </message>
    <message>
        <source>The connection to “{server}” broke.</source>
        <translation>“{server}”와의 연결이 끊어졌습니다.</translation>
    </message>
    <message>
        <source>The file {name} is incomplete: the scales of its 8-bit weights are missing. Download it again.</source>
        <translation>{name} 파일이 완전하지 않습니다. 8비트 가중치의 스케일이 없습니다. 다시 다운로드하십시오.</translation>
    </message>
    <message>
        <source>The gallery’s index is damaged: Easel builds it again from the pictures.</source>
        <translation>갤러리의 색인이 손상되어 그림에서 다시 만듭니다.</translation>
    </message>
    <message>
        <source>The margins leave no room for the picture in {width} x {height} pixels.</source>
        <translation>{width} x {height}픽셀에서는 여백 때문에 그림이 들어갈 자리가 없습니다.</translation>
    </message>
    <message>
        <source>The mask must be a PNG with transparent parts: those are drawn.</source>
        <translation>마스크는 투명한 부분이 있는 PNG여야 합니다. 그 부분을 그립니다.</translation>
    </message>
    <message>
        <source>The output can’t be written: {reason}.</source>
        <translation>출력을 쓸 수 없습니다: {reason}.</translation>
    </message>
    <message>
        <source>The picture is too large for “{server}” to take.</source>
        <translation>그림이 너무 커서 “{server}”에서 받지 않습니다.</translation>
    </message>
    <message>
        <source>The picture was stopped at “{server}”.</source>
        <translation>“{server}”에서 그림이 중단되었습니다.</translation>
    </message>
    <message>
        <source>The prompt has {count} tokens, and this model hears {room}: what comes after them had no effect.</source>
        <translation>프롬프트가 {count}토큰인데 이 모델은 {room}토큰까지만 듣습니다. 그 뒤는 영향을 주지 않았습니다.</translation>
    </message>
    <message>
        <source>The prompt’s wildcards make it far too long.</source>
        <translation>프롬프트의 와일드카드 때문에 프롬프트가 지나치게 길어집니다.</translation>
    </message>
    <message>
        <source>The reference {path} is more than {most} times as long as it is wide: crop it.</source>
        <translation>참조 이미지 {path}의 긴 변이 짧은 변의 {most}배를 넘습니다. 잘라서 사용하십시오.</translation>
    </message>
    <message>
        <source>The request is too large.</source>
        <translation>요청이 너무 큽니다.</translation>
    </message>
    <message>
        <source>The request was stopped.</source>
        <translation>요청이 중단되었습니다.</translation>
    </message>
    <message>
        <source>The request’s body is no JSON.</source>
        <translation>요청 본문이 JSON이 아닙니다.</translation>
    </message>
    <message>
        <source>The request’s body must be a JSON object.</source>
        <translation>요청 본문은 JSON 객체여야 합니다.</translation>
    </message>
    <message>
        <source>The sampler found no steps that are short enough: choose another one, or a lower guidance.</source>
        <translation>샘플러가 충분히 짧은 단계를 찾지 못했습니다. 다른 샘플러를 고르거나 가이던스를 낮추십시오.</translation>
    </message>
    <message>
        <source>The scales of its 8-bit weights are missing: download it again.</source>
        <translation>8비트 가중치의 스케일이 없습니다. 다시 다운로드하세요.</translation>
    </message>
    <message>
        <source>The settings file was damaged</source>
        <translation>설정 파일이 손상되었습니다</translation>
    </message>
    <message>
        <source>The settings were written by a newer Easel: they are left as they are, and changes made here are forgotten when Easel ends.</source>
        <translation>설정이 더 새로운 Easel에서 저장되어 그대로 둡니다. 여기서 바꾼 내용은 Easel을 종료하면 사라집니다.</translation>
    </message>
    <message>
        <source>The smaller model needs {needed} GB, and the disk of “{folder}” has {free} GB free.</source>
        <translation>더 작은 모델에 {needed} GB가 필요한데 ‘{folder}’이(가) 있는 디스크에는 {free} GB만 남아 있습니다.</translation>
    </message>
    <message>
        <source>The smallest download; 512 x 512 only</source>
        <translation>가장 작은 다운로드, 512 x 512 전용</translation>
    </message>
    <message>
        <source>The smallest size is {width} x {height} pixels.</source>
        <translation>가장 작은 크기는 {width} x {height}픽셀입니다.</translation>
    </message>
    <message>
        <source>The start of the ControlNet “{name}” must lie before its end.</source>
        <translation>ControlNet “{name}”의 시작은 끝보다 앞이어야 합니다.</translation>
    </message>
    <message>
        <source>The starter model belongs to Easel and can’t be removed.</source>
        <translation>스타터 모델은 Easel에 포함된 것이라 제거할 수 없습니다.</translation>
    </message>
    <message>
        <source>The starting image is counted the other way there: {kept} of it was kept.</source>
        <translation>시작 이미지를 세는 방향이 반대입니다. 이미지의 {kept}이(가) 유지되었습니다.</translation>
    </message>
    <message>
        <source>The token is in your keychain.</source>
        <translation>토큰이 키체인에 있습니다.</translation>
    </message>
    <message>
        <source>The tokenizer of {model} is damaged: download the model again.</source>
        <translation>{model}의 토크나이저가 손상되었습니다. 모델을 다시 다운로드하십시오.</translation>
    </message>
    <message>
        <source>The upscaler {file} can’t be read.</source>
        <translation>업스케일러 {file}을(를) 읽을 수 없습니다.</translation>
    </message>
    <message>
        <source>The vocabulary of this model (vocab.json, merges.txt) is damaged: download or convert the model again.</source>
        <translation>이 모델의 어휘(vocab.json, merges.txt)가 손상되었습니다. 모델을 다시 다운로드하거나 변환하십시오.</translation>
    </message>
    <message>
        <source>The weight file {file} is damaged or not complete: download or convert this model again.</source>
        <translation>가중치 파일 {file}이(가) 손상되었거나 완전하지 않습니다. 이 모델을 다시 다운로드하거나 변환하십시오.</translation>
    </message>
    <message>
        <source>The weights of its {part} are missing: download the model again.</source>
        <translation>{part}의 가중치가 없습니다. 모델을 다시 다운로드하십시오.</translation>
    </message>
    <message>
        <source>The weights of {name} can’t be read ({file} is missing or empty): download or convert this model again.</source>
        <translation>{name}의 가중치를 읽을 수 없습니다({file} 파일이 없거나 비어 있음). 이 모델을 다시 다운로드하거나 변환하십시오.</translation>
    </message>
    <message>
        <source>The wildcard file {name}.txt is empty.</source>
        <translation>와일드카드 파일 {name}.txt가 비어 있습니다.</translation>
    </message>
    <message>
        <source>The wildcard file {name}.txt is not in {folder}, or can’t be read.</source>
        <translation>와일드카드 파일 {name}.txt가 {folder}에 없거나 읽을 수 없습니다.</translation>
    </message>
    <message>
        <source>The workflow has subgraphs, which Easel doesn’t look into.</source>
        <translation>워크플로에 하위 그래프가 있으며, Easel은 그 안을 읽지 않습니다.</translation>
    </message>
    <message>
        <source>The zip holds something that no model has, so nothing was unpacked.</source>
        <translation>zip에 모델이 아닌 것이 들어 있어 압축을 풀지 않았습니다.</translation>
    </message>
    <message>
        <source>The zip holds too many files for a model: nothing was unpacked.</source>
        <translation>zip에 모델로는 너무 많은 파일이 들어 있어 압축을 풀지 않았습니다.</translation>
    </message>
    <message>
        <source>The zip is damaged: download it again.</source>
        <translation>zip이 손상되었습니다. 다시 다운로드하십시오.</translation>
    </message>
    <message>
        <source>The zip would need {gigabytes} GB on the disk: free some space first.</source>
        <translation>zip을 풀려면 디스크 공간 {gigabytes}GB가 필요합니다. 먼저 공간을 확보하십시오.</translation>
    </message>
    <message>
        <source>The {what} has {count} characters: at most {most} are allowed.</source>
        <translation>{what}: {count}자입니다. 최대 {most}자까지 쓸 수 있습니다.</translation>
    </message>
    <message>
        <source>The {what} has {count} tokens and this model takes {room}: the rest had no effect.</source>
        <translation>{what}: {count}토큰이지만 이 모델은 {room}토큰까지 받으므로 나머지는 효과가 없었습니다.</translation>
    </message>
    <message>
        <source>The {what} holds a NUL character: type it again.</source>
        <translation>{what}: NUL 문자가 들어 있습니다. 다시 입력하십시오.</translation>
    </message>
    <message>
        <source>The {what} holds bytes that are no text: type it again.</source>
        <translation>{what}: 텍스트가 아닌 바이트가 들어 있습니다. 다시 입력하십시오.</translation>
    </message>
    <message>
        <source>The {what} must be a multiple of {step} from {low} to {high} pixels with “{name}”; it is {value}.</source>
        <translation>“{name}”에서 {what} 값은 {low}~{high}픽셀 사이의 {step}의 배수여야 합니다. 지금은 {value}입니다.</translation>
    </message>
    <message>
        <source>The {what} must be a name; it is {value}.</source>
        <translation>{what}: 이름이어야 합니다. 지금은 {value}입니다.</translation>
    </message>
    <message>
        <source>The {what} must be a number from {low} to {high}; it is {value}.</source>
        <translation>{what}: {low}~{high} 사이의 수여야 합니다. 지금은 {value}입니다.</translation>
    </message>
    <message>
        <source>The {what} must be a whole number from {low} to {high}; it is {value}.</source>
        <translation>{what}: {low}~{high} 사이의 정수여야 합니다. 지금은 {value}입니다.</translation>
    </message>
    <message>
        <source>The {what} {name} lies on “{other}”, and the picture is drawn on “{server}”.</source>
        <translation>{what} {name}은(는) “{other}”에 있고, 그림은 “{server}”에서 그립니다.</translation>
    </message>
    <message>
        <source>The {what} {path} can’t be read as a picture.</source>
        <translation>{what} {path}을(를) 그림으로 읽을 수 없습니다.</translation>
    </message>
    <message>
        <source>The {what} {path} can’t be read.</source>
        <translation>{what} {path}을(를) 읽을 수 없습니다.</translation>
    </message>
    <message>
        <source>The {what} {path} is not there.</source>
        <translation>{what} {path} 파일이 없습니다.</translation>
    </message>
    <message>
        <source>The {what} {path} lies on this computer, and the picture is drawn on a server.</source>
        <translation>{what} {path}은(는) 이 컴퓨터에 있고, 그림은 서버에서 그립니다.</translation>
    </message>
    <message>
        <source>The {word} must be a multiple of {factor} from 64 to 2048 pixels; it is {side}.</source>
        <translation>{word}: 64~2048픽셀 사이의 {factor}의 배수여야 합니다. 지금은 {side}입니다.</translation>
    </message>
    <message>
        <source>There is a server “{server}” already: choose another name.</source>
        <translation>“{server}” 서버가 이미 있습니다. 다른 이름을 쓰세요.</translation>
    </message>
    <message>
        <source>There is already a {target} in {folder}.</source>
        <translation>{folder}에 이미 {target} 항목이 있습니다.</translation>
    </message>
    <message>
        <source>There is already a “{target}”. Choose another name.</source>
        <translation>“{target}”이(가) 이미 있습니다. 다른 이름을 선택하십시오.</translation>
    </message>
    <message>
        <source>There is no ControlNet at {path}.</source>
        <translation>{path}에 ControlNet이 없습니다.</translation>
    </message>
    <message>
        <source>There is no Core ML model in {file}.</source>
        <translation>{file}에 Core ML 모델이 없습니다.</translation>
    </message>
    <message>
        <source>There is no Core ML on this machine: the portable runtime runs it on the CPU.</source>
        <translation>이 컴퓨터에는 Core ML이 없어 포터블 런타임이 CPU에서 실행합니다.</translation>
    </message>
    <message>
        <source>There is no LoRA “{name}” that fits “{model}” ({known}).</source>
        <translation>“{model}”에 맞는 LoRA “{name}”이(가) 없습니다({known}).</translation>
    </message>
    <message>
        <source>There is no check “{name}”.</source>
        <translation>“{name}” 검사가 없습니다.</translation>
    </message>
    <message>
        <source>There is no converted ControlNet beside it.</source>
        <translation>함께 변환된 ControlNet이 없습니다.</translation>
    </message>
    <message>
        <source>There is no converted ControlNet “{name}” beside this model; there are: {there}.</source>
        <translation>이 모델과 함께 변환된 ControlNet “{name}”이(가) 없습니다. 있는 것: {there}.</translation>
    </message>
    <message>
        <source>There is no embedding “{name}” that fits “{model}”.</source>
        <translation>“{model}”에 맞는 임베딩 “{name}”이(가) 없습니다.</translation>
    </message>
    <message>
        <source>There is no file or folder at {path}.</source>
        <translation>{path}에 파일이나 폴더가 없습니다.</translation>
    </message>
    <message>
        <source>There is no keychain here, so the token is kept until Easel quits.</source>
        <translation>키체인이 없어 Easel을 종료할 때까지만 토큰을 보관합니다.</translation>
    </message>
    <message>
        <source>There is no keychain here.</source>
        <translation>여기에는 키체인이 없습니다.</translation>
    </message>
    <message>
        <source>There is no model at {path}: choose another one.</source>
        <translation>{path}에 모델이 없습니다. 다른 모델을 선택하십시오.</translation>
    </message>
    <message>
        <source>There is no model in {path} that Easel knows.</source>
        <translation>{path}에 Easel이 아는 모델이 없습니다.</translation>
    </message>
    <message>
        <source>There is no model named {name}.</source>
        <translation>{name}(이)라는 모델이 없습니다.</translation>
    </message>
    <message>
        <source>There is no model named {name}: `easel models list` shows those that there are.</source>
        <translation>이름이 {name}인 모델이 없습니다. `easel models list`로 있는 모델을 볼 수 있습니다.</translation>
    </message>
    <message>
        <source>There is no model named {name}: did you mean {known}?</source>
        <translation>이름이 {name}인 모델이 없습니다. 혹시 {known}인가요?</translation>
    </message>
    <message>
        <source>There is no picture at {path}.</source>
        <translation>{path}에 그림이 없습니다.</translation>
    </message>
    <message>
        <source>There is no preset “{name}”. There are: {known}.</source>
        <translation>“{name}” 프리셋이 없습니다. 있는 프리셋: {known}.</translation>
    </message>
    <message>
        <source>There is no schedule called {name}: choose one of {choices}.</source>
        <translation>{name}(이)라는 스케줄이 없습니다. {choices} 중에서 고르십시오.</translation>
    </message>
    <message>
        <source>There is no schedule called {name}: did you mean {known}?</source>
        <translation>{name}(이)라는 스케줄이 없습니다. {known}을(를) 말씀하시나요?</translation>
    </message>
    <message>
        <source>There is no server “{server}”: add it in Settings &gt; Servers.</source>
        <translation>“{server}” 서버가 없습니다. 설정 &gt; 서버에서 추가하세요.</translation>
    </message>
    <message>
        <source>There is no style “{name}” ({known}).</source>
        <translation>“{name}” 스타일이 없습니다({known}).</translation>
    </message>
    <message>
        <source>There is no upscaler “{name}” in the model folders ({known}).</source>
        <translation>모델 폴더에 업스케일러 “{name}”이(가) 없습니다({known}).</translation>
    </message>
    <message>
        <source>There is no wildcard file {name}.txt: make it in the wildcards folder.</source>
        <translation>와일드카드 파일 {name}.txt가 없습니다. 와일드카드 폴더에 만드십시오.</translation>
    </message>
    <message>
        <source>There is no {kind} “{name}” that fits “{model}” ({known}).</source>
        <translation>“{model}”에 맞는 {kind} “{name}”이(가) 없습니다({known}).</translation>
    </message>
    <message>
        <source>There is no {sampler} here; the nearest is {nearest} ({id}).</source>
        <translation>여기에는 {sampler}이(가) 없습니다. 가장 가까운 것은 {nearest}입니다({id}).</translation>
    </message>
    <message>
        <source>There is no “{name}” in the catalog: `easel models browse` shows it.</source>
        <translation>카탈로그에 “{name}”이(가) 없습니다. `easel models browse`로 볼 수 있습니다.</translation>
    </message>
    <message>
        <source>There is no “{name}” in the catalog: did you mean {known}?</source>
        <translation>카탈로그에 “{name}”이(가) 없습니다. 혹시 {known}인가요?</translation>
    </message>
    <message>
        <source>There is not enough memory for this picture: choose a smaller size, a smaller model, or close other apps.</source>
        <translation>이 그림을 그릴 메모리가 부족합니다. 더 작은 크기나 모델을 선택하거나 다른 앱을 닫으십시오.</translation>
    </message>
    <message>
        <source>There is nothing at {path}: give a model’s folder or safetensors file.</source>
        <translation>{path}에 아무것도 없습니다. 모델 폴더나 safetensors 파일을 지정하십시오.</translation>
    </message>
    <message>
        <source>There is nothing in the folder {folder} of “{server}”.</source>
        <translation>“{server}”의 {folder} 폴더에 아무것도 없습니다.</translation>
    </message>
    <message>
        <source>There was not enough memory for this picture: choose a smaller size or a smaller model.</source>
        <translation>이 그림을 그릴 메모리가 부족했습니다. 더 작은 크기나 더 작은 모델을 선택하십시오.</translation>
    </message>
    <message>
        <source>This Easel was built from its source, so updates come with the source, not from here.</source>
        <translation>소스에서 빌드한 Easel이므로 업데이트도 소스로 받습니다.</translation>
    </message>
    <message>
        <source>This GGUF file is cut off: download it again.</source>
        <translation>GGUF 파일이 잘려 있습니다. 다시 다운로드하십시오.</translation>
    </message>
    <message>
        <source>This GGUF file is of version {version}, which Easel can’t read.</source>
        <translation>Easel이 읽을 수 없는 버전 {version}의 GGUF 파일입니다.</translation>
    </message>
    <message>
        <source>This GGUF file’s header is damaged: download it again.</source>
        <translation>GGUF 파일의 헤더가 손상되었습니다. 다시 다운로드하십시오.</translation>
    </message>
    <message>
        <source>This UNet works on tokens, not on latents, and can’t be converted.</source>
        <translation>이 UNet은 잠재 이미지가 아니라 토큰을 다루므로 변환할 수 없습니다.</translation>
    </message>
    <message>
        <source>This UNet’s feed-forward layers are of a kind that can’t be converted.</source>
        <translation>이 UNet의 피드포워드 층은 변환할 수 없는 종류입니다.</translation>
    </message>
    <message>
        <source>This UNet’s transformer blocks are of a kind that can’t be converted.</source>
        <translation>이 UNet의 트랜스포머 블록은 변환할 수 없는 종류입니다.</translation>
    </message>
    <message>
        <source>This compiled Core ML model is of the old kind, which needs a Mac: get the same model as packages to use it here.</source>
        <translation>이 컴파일된 Core ML 모델은 Mac이 필요한 예전 형식입니다. 여기서 쓰려면 같은 모델을 패키지(packages)로 받으십시오.</translation>
    </message>
    <message>
        <source>This conversion needs about {needed} GB of disk space and there is {there} GB: free some, or choose another disk.</source>
        <translation>이 변환에는 디스크 공간 약 {needed}GB가 필요하지만 {there}GB만 있습니다. 공간을 비우거나 다른 디스크를 선택하십시오.</translation>
    </message>
    <message>
        <source>This conversion needs about {needed} GB of memory and there is {there} GB: close other programs, or convert on a Mac with more memory.</source>
        <translation>이 변환에는 메모리 약 {needed}GB가 필요하지만 {there}GB만 있습니다. 다른 프로그램을 닫거나 메모리가 더 많은 Mac에서 변환하십시오.</translation>
    </message>
    <message>
        <source>This family draws large pictures at once: it has no high-resolution pass.</source>
        <translation>이 계열은 큰 그림을 한 번에 그리므로 고해상도 단계가 없습니다.</translation>
    </message>
    <message>
        <source>This folder is empty.</source>
        <translation>폴더가 비어 있습니다.</translation>
    </message>
    <message>
        <source>This folder is not there any more.</source>
        <translation>폴더가 더 이상 없습니다.</translation>
    </message>
    <message>
        <source>This is a file, not a folder.</source>
        <translation>폴더가 아니라 파일입니다.</translation>
    </message>
    <message>
        <source>This is no GGUF file, or it is damaged: download it again.</source>
        <translation>GGUF 파일이 아니거나 손상되었습니다. 다시 다운로드하십시오.</translation>
    </message>
    <message>
        <source>This is no safetensors file, or it is damaged.</source>
        <translation>safetensors 파일이 아니거나 손상되었습니다.</translation>
    </message>
    <message>
        <source>This is no safetensors file, or its header is damaged: download it again.</source>
        <translation>safetensors 파일이 아니거나 헤더가 손상되었습니다. 다시 다운로드하십시오.</translation>
    </message>
    <message>
        <source>This is no token: copy it from huggingface.co/settings/tokens.</source>
        <translation>토큰이 아닙니다. huggingface.co/settings/tokens에서 복사하십시오.</translation>
    </message>
    <message>
        <source>This link is no web address.</source>
        <translation>이 링크는 웹 주소가 아닙니다.</translation>
    </message>
    <message>
        <source>This link names no file.</source>
        <translation>이 링크에는 파일 이름이 없습니다.</translation>
    </message>
    <message>
        <source>This model brings no safety checker.</source>
        <translation>이 모델에는 안전 검사기가 없습니다.</translation>
    </message>
    <message>
        <source>This model can’t do that.</source>
        <translation>이 모델에서는 할 수 없습니다.</translation>
    </message>
    <message>
        <source>This model draws in one size only, so there is no high-resolution pass.</source>
        <translation>이 모델은 한 가지 크기로만 그리므로 고해상도 단계가 없습니다.</translation>
    </message>
    <message>
        <source>This model has no VAE encoder: starting images can’t be used.</source>
        <translation>이 모델에는 VAE 인코더가 없어 시작 이미지를 쓸 수 없습니다.</translation>
    </message>
    <message>
        <source>This model has no weights for its {part}: download it again.</source>
        <translation>이 모델에 {part}의 가중치가 없습니다. 다시 다운로드하십시오.</translation>
    </message>
    <message>
        <source>This model is stored as pickles, which can run code when opened, so Easel never loads them: convert it to safetensors first, or download a safetensors version.</source>
        <translation>이 모델은 열 때 코드를 실행할 수 있는 pickle로 저장되어 있어 불러오지 않습니다. 먼저 safetensors로 변환하거나 safetensors 버전을 받으십시오.</translation>
    </message>
    <message>
        <source>This model only reworks a picture: it needs one.</source>
        <translation>이 모델은 기존 그림을 다듬기만 하므로 시작 이미지가 필요합니다.</translation>
    </message>
    <message>
        <source>This model paints the masked part of a picture anew.</source>
        <translation>이 모델은 그림에서 마스크로 칠한 부분을 새로 그립니다.</translation>
    </message>
    <message>
        <source>This model takes no guidance, which this sampler needs.</source>
        <translation>이 모델은 이 샘플러에 필요한 가이던스를 받지 않습니다.</translation>
    </message>
    <message>
        <source>This model takes the prompt in one piece: BREAK had no effect.</source>
        <translation>이 모델은 프롬프트를 한 덩어리로 읽습니다. BREAK는 적용되지 않았습니다.</translation>
    </message>
    <message>
        <source>This model was converted for a few sizes: see the menu.</source>
        <translation>이 모델은 몇 가지 크기로만 변환되었습니다. 메뉴를 보십시오.</translation>
    </message>
    <message>
        <source>This model was converted for this size only.</source>
        <translation>이 모델은 이 크기로만 변환되었습니다.</translation>
    </message>
    <message>
        <source>This model was converted for {width} x {height} pixels and makes no other size.</source>
        <translation>이 모델은 {width} x {height}픽셀로 변환되어 다른 크기로는 그리지 않습니다.</translation>
    </message>
    <message>
        <source>This model was converted for {width} x {height} pixels and makes no other size; {wanted_width} x {wanted_height} was asked for.</source>
        <translation>이 모델은 {width} x {height}픽셀로 변환되어 다른 크기로는 그리지 않습니다. 요청한 크기는 {wanted_width} x {wanted_height}입니다.</translation>
    </message>
    <message>
        <source>This model’s UNet takes {input} of another size: its parts don’t belong together.</source>
        <translation>이 모델의 UNet이 받는 {input}의 크기가 다릅니다. 서로 맞지 않는 부분이 섞여 있습니다.</translation>
    </message>
    <message>
        <source>This model’s UNet was converted without support for ControlNets.</source>
        <translation>이 모델의 UNet은 ControlNet 지원 없이 변환되었습니다.</translation>
    </message>
    <message>
        <source>This model’s attention is made for the GPU. On the Neural Engine, loading it takes hours, and it may never end. Load it there all the same?</source>
        <translation>이 모델의 어텐션은 GPU용입니다. Neural Engine에서는 불러오는 데 몇 시간이 걸리거나 끝나지 않을 수 있습니다. 그래도 불러올까요?</translation>
    </message>
    <message>
        <source>This model’s attention layers are of a kind that can’t be converted.</source>
        <translation>이 모델의 어텐션 층은 변환할 수 없는 종류입니다.</translation>
    </message>
    <message>
        <source>This model’s folder has no readable {file}: download the model again.</source>
        <translation>모델 폴더에 읽을 수 있는 {file}이(가) 없습니다. 모델을 다시 다운로드하십시오.</translation>
    </message>
    <message>
        <source>This model’s folder lacks a part: download it again.</source>
        <translation>모델 폴더에 빠진 부분이 있습니다. 다시 다운로드하십시오.</translation>
    </message>
    <message>
        <source>This model’s folder lacks its {part}: download it again.</source>
        <translation>모델 폴더에 {part}이(가) 없습니다. 다시 다운로드하십시오.</translation>
    </message>
    <message>
        <source>This model’s layers can’t be kept in int8.</source>
        <translation>이 모델의 레이어는 int8로 둘 수 없습니다.</translation>
    </message>
    <message>
        <source>This model’s residual blocks are of a kind that can’t be converted.</source>
        <translation>이 모델의 잔차 블록은 변환할 수 없는 종류입니다.</translation>
    </message>
    <message>
        <source>This model’s text encoder gives one layer only: clip skip can’t be used.</source>
        <translation>이 모델의 텍스트 인코더는 한 층만 내보내므로 클립 스킵을 쓸 수 없습니다.</translation>
    </message>
    <message>
        <source>This picture can’t be kept: it is empty or damaged.</source>
        <translation>비어 있거나 손상되어 이 그림을 보관할 수 없습니다.</translation>
    </message>
    <message>
        <source>This safetensors file’s header is damaged: download it again.</source>
        <translation>safetensors 파일의 헤더가 손상되었습니다. 다시 다운로드하십시오.</translation>
    </message>
    <message>
        <source>This window can only look: another window of Easel is open.</source>
        <translation>다른 Easel 윈도우가 열려 있어 이 윈도우에서는 볼 수만 있습니다.</translation>
    </message>
    <message>
        <source>To convert it, where PyTorch is installed</source>
        <translation>변환 명령(PyTorch가 설치된 곳에서)</translation>
    </message>
    <message>
        <source>Too many requests wait already. Try again in a while.</source>
        <translation>이미 너무 많은 요청이 기다리고 있습니다. 잠시 후에 다시 시도하십시오.</translation>
    </message>
    <message>
        <source>UNet</source>
        <translation>UNet</translation>
    </message>
    <message>
        <source>UNet batch</source>
        <translation>UNet 배치</translation>
    </message>
    <message>
        <source>UNet for ControlNets</source>
        <translation>ControlNet용 UNet</translation>
    </message>
    <message>
        <source>Unknown family</source>
        <translation>알 수 없는 계열</translation>
    </message>
    <message>
        <source>VAE</source>
        <translation>VAE</translation>
    </message>
    <message>
        <source>VAE decoder</source>
        <translation>VAE 디코더</translation>
    </message>
    <message>
        <source>VAE encoder</source>
        <translation>VAE 인코더</translation>
    </message>
    <message>
        <source>VAE of FLUX.1 (ae)</source>
        <translation>FLUX.1의 VAE(ae)</translation>
    </message>
    <message>
        <source>VAE of FLUX.2</source>
        <translation>FLUX.2의 VAE</translation>
    </message>
    <message>
        <source>VAE tiling</source>
        <translation>VAE 타일링</translation>
    </message>
    <message>
        <source>VAE {name}</source>
        <translation>VAE {name}</translation>
    </message>
    <message>
        <source>Variation</source>
        <translation>변형</translation>
    </message>
    <message>
        <source>Wants a guidance of about 0.6 to 2.</source>
        <translation>0.6에서 2 정도의 가이던스가 알맞습니다.</translation>
    </message>
    <message>
        <source>Weights such as (word:1.2) mean nothing to this model’s text encoder, which reads them as plain words: say it in a sentence.</source>
        <translation>(단어:1.2) 같은 가중치는 이 모델의 텍스트 인코더에 의미가 없고 글자 그대로 읽힙니다. 문장으로 쓰세요.</translation>
    </message>
    <message>
        <source>Weights {weights} GB {precision}, the program {program} GB, drawing a picture of {width} x {height} pixels {picture} GB.</source>
        <translation>가중치 {weights}GB({precision}), 프로그램 {program}GB, {width} x {height}픽셀 그림 그리기 {picture}GB.</translation>
    </message>
    <message>
        <source>What klein was distilled from: slower, for fine-tunes</source>
        <translation>klein의 증류 원본. 더 느리며 미세 조정용입니다</translation>
    </message>
    <message>
        <source>What the model predicts could not be kept.</source>
        <translation>모델의 예측 방식을 저장하지 못했습니다.</translation>
    </message>
    <message>
        <source>What this model was made for (the GPU).</source>
        <translation>이 모델에 맞는 장치입니다(GPU).</translation>
    </message>
    <message>
        <source>What this model was made for (the Neural Engine).</source>
        <translation>이 모델에 맞는 장치입니다(Neural Engine).</translation>
    </message>
    <message>
        <source>Where</source>
        <translation>위치</translation>
    </message>
    <message>
        <source>Whole: every checksum is right.</source>
        <translation>온전합니다. 모든 체크섬이 맞습니다.</translation>
    </message>
    <message>
        <source>Width and height are whole numbers of pixels, not {wanted}.</source>
        <translation>너비와 높이는 정수 픽셀이어야 합니다({wanted} 아님).</translation>
    </message>
    <message>
        <source>Width and height must be multiples of {scale}; {width} x {height} is not.</source>
        <translation>너비와 높이는 {scale}의 배수여야 합니다. {width} x {height}은(는) 아닙니다.</translation>
    </message>
    <message>
        <source>With a strength of 0 the starting image would not change: choose more.</source>
        <translation>강도가 0이면 시작 이미지가 바뀌지 않습니다. 강도를 높이십시오.</translation>
    </message>
    <message>
        <source>With a strength of {strength}, {steps} steps leave none to run: use {least} steps or more, or a higher strength.</source>
        <translation>강도 {strength}에서는 {steps}단계로 실행할 단계가 남지 않습니다. {least}단계 이상으로 하거나 강도를 높이십시오.</translation>
    </message>
    <message>
        <source>With the precision auto it fits.</source>
        <translation>정밀도를 자동으로 하면 들어갑니다.</translation>
    </message>
    <message>
        <source>With the precision bf16 it fits.</source>
        <translation>정밀도를 bf16으로 하면 들어갑니다.</translation>
    </message>
    <message>
        <source>With {count} references or fewer it fits.</source>
        <translation>참조 이미지가 {count}개 이하면 들어갑니다.</translation>
    </message>
    <message>
        <source>Works, slower than the original attention would be on the GPU.</source>
        <translation>작동하지만 GPU에서는 original 어텐션보다 느립니다.</translation>
    </message>
    <message>
        <source>Writing into {folder} failed: {reason}.</source>
        <translation>{folder}에 쓰지 못했습니다: {reason}.</translation>
    </message>
    <message>
        <source>a high-resolution pass</source>
        <translation>고해상도 단계</translation>
    </message>
    <message>
        <source>a mask</source>
        <translation>마스크</translation>
    </message>
    <message>
        <source>a negative prompt</source>
        <translation>네거티브 프롬프트</translation>
    </message>
    <message>
        <source>a starting image</source>
        <translation>시작 이미지</translation>
    </message>
    <message>
        <source>another VAE</source>
        <translation>다른 VAE</translation>
    </message>
    <message>
        <source>another rng</source>
        <translation>다른 노이즈 소스</translation>
    </message>
    <message>
        <source>as they are on the disk</source>
        <translation>디스크에 있는 그대로</translation>
    </message>
    <message>
        <source>bf16</source>
        <translation>bf16</translation>
    </message>
    <message>
        <source>clip skip</source>
        <translation>클립 스킵</translation>
    </message>
    <message>
        <source>compiled</source>
        <translation>컴파일됨</translation>
    </message>
    <message>
        <source>connection to “{server}”</source>
        <translation>“{server}” 연결</translation>
    </message>
    <message>
        <source>convert the model</source>
        <translation>모델 변환</translation>
    </message>
    <message>
        <source>duplicate it</source>
        <translation>복제</translation>
    </message>
    <message>
        <source>end of the ControlNet “{name}”</source>
        <translation>ControlNet “{name}”의 끝</translation>
    </message>
    <message>
        <source>engine</source>
        <translation>엔진</translation>
    </message>
    <message>
        <source>export the picture</source>
        <translation>그림 내보내기</translation>
    </message>
    <message>
        <source>far more</source>
        <translation>훨씬 더 큰 값</translation>
    </message>
    <message>
        <source>file {name}</source>
        <translation>파일 {name}</translation>
    </message>
    <message>
        <source>first use of this model: compiling for {unit} takes a few minutes, later it is a matter of seconds</source>
        <translation>이 모델을 처음 사용합니다. {unit}용으로 컴파일하는 데 몇 분이 걸리며, 다음부터는 몇 초면 됩니다</translation>
    </message>
    <message>
        <source>for SD 1</source>
        <translation>SD 1용</translation>
    </message>
    <message>
        <source>for SDXL</source>
        <translation>SDXL용</translation>
    </message>
    <message>
        <source>fp8</source>
        <translation>fp8</translation>
    </message>
    <message>
        <source>go on</source>
        <translation>계속</translation>
    </message>
    <message>
        <source>half the download</source>
        <translation>다운로드 절반</translation>
    </message>
    <message>
        <source>height</source>
        <translation>높이</translation>
    </message>
    <message>
        <source>in half precision</source>
        <translation>반정밀도</translation>
    </message>
    <message>
        <source>in single precision</source>
        <translation>단정밀도</translation>
    </message>
    <message>
        <source>it doesn’t say why</source>
        <translation>이유를 밝히지 않음</translation>
    </message>
    <message>
        <source>it is a folder</source>
        <translation>폴더입니다</translation>
    </message>
    <message>
        <source>it is no file</source>
        <translation>파일이 아닙니다</translation>
    </message>
    <message>
        <source>it isn’t there any more</source>
        <translation>파일이 더 이상 없습니다</translation>
    </message>
    <message>
        <source>it may fail</source>
        <translation>실패할 수 있습니다</translation>
    </message>
    <message>
        <source>it will be slow</source>
        <translation>느려집니다</translation>
    </message>
    <message>
        <source>keep a picture</source>
        <translation>그림 보관</translation>
    </message>
    <message>
        <source>keep a queue</source>
        <translation>대기열 보관</translation>
    </message>
    <message>
        <source>keep a thumbnail</source>
        <translation>썸네일 보관</translation>
    </message>
    <message>
        <source>keep that with the pictures</source>
        <translation>그림과 함께 보관</translation>
    </message>
    <message>
        <source>keep the gallery’s index</source>
        <translation>갤러리 색인 보관</translation>
    </message>
    <message>
        <source>keep the proof</source>
        <translation>검사 결과를 저장</translation>
    </message>
    <message>
        <source>keep the results</source>
        <translation>결과 저장</translation>
    </message>
    <message>
        <source>keep the token</source>
        <translation>토큰을 저장하지</translation>
    </message>
    <message>
        <source>look into the cache of compiled models</source>
        <translation>컴파일된 모델 캐시 읽기</translation>
    </message>
    <message>
        <source>look into the folder</source>
        <translation>폴더 살펴보기</translation>
    </message>
    <message>
        <source>macOS 14</source>
        <translation>macOS 14</translation>
    </message>
    <message>
        <source>macOS 14; a Mac</source>
        <translation>macOS 14, Mac</translation>
    </message>
    <message>
        <source>macOS doesn’t let Easel read {folder}: allow it in System Settings &gt; Privacy &amp; Security &gt; Files and Folders (or Full Disk Access), then start Easel again.</source>
        <translation>macOS가 {folder} 읽기를 막고 있습니다. 시스템 설정 &gt; 개인정보 보호 및 보안 &gt; 파일 및 폴더(또는 전체 디스크 접근 권한)에서 허용한 다음 Easel을 다시 여십시오.</translation>
    </message>
    <message>
        <source>make the model smaller</source>
        <translation>모델 줄이기</translation>
    </message>
    <message>
        <source>make the wildcards folder</source>
        <translation>와일드카드 폴더 생성</translation>
    </message>
    <message>
        <source>margin</source>
        <translation>여백</translation>
    </message>
    <message>
        <source>mask</source>
        <translation>마스크</translation>
    </message>
    <message>
        <source>mask feather</source>
        <translation>마스크 페더</translation>
    </message>
    <message>
        <source>mixed-bit</source>
        <translation>혼합 비트</translation>
    </message>
    <message>
        <source>model</source>
        <translation>모델</translation>
    </message>
    <message>
        <source>move it</source>
        <translation>이동</translation>
    </message>
    <message>
        <source>move it to the Trash</source>
        <translation>휴지통으로 이동</translation>
    </message>
    <message>
        <source>move the pictures</source>
        <translation>그림 이동</translation>
    </message>
    <message>
        <source>move the preset to the Trash</source>
        <translation>프리셋을 휴지통으로 이동</translation>
    </message>
    <message>
        <source>negative prompt</source>
        <translation>네거티브 프롬프트</translation>
    </message>
    <message>
        <source>none</source>
        <translation>없음</translation>
    </message>
    <message>
        <source>none was found</source>
        <translation>찾은 것이 없음</translation>
    </message>
    <message>
        <source>none was saved</source>
        <translation>저장된 것이 없음</translation>
    </message>
    <message>
        <source>number of pictures</source>
        <translation>그림 수</translation>
    </message>
    <message>
        <source>number of steps</source>
        <translation>단계 수</translation>
    </message>
    <message>
        <source>number of steps of the high-resolution pass</source>
        <translation>고해상도 단계 수</translation>
    </message>
    <message>
        <source>open the gallery’s index</source>
        <translation>갤러리 색인 열기</translation>
    </message>
    <message>
        <source>packages</source>
        <translation>패키지</translation>
    </message>
    <message>
        <source>picture</source>
        <translation>그림</translation>
    </message>
    <message>
        <source>port</source>
        <translation>포트</translation>
    </message>
    <message>
        <source>precision</source>
        <translation>정밀도</translation>
    </message>
    <message>
        <source>preprocessor</source>
        <translation>전처리기</translation>
    </message>
    <message>
        <source>preprocessor of the ControlNet “{name}”</source>
        <translation>ControlNet “{name}”의 전처리기</translation>
    </message>
    <message>
        <source>preprocessor {name}</source>
        <translation>전처리기 {name}</translation>
    </message>
    <message>
        <source>prompt</source>
        <translation>프롬프트</translation>
    </message>
    <message>
        <source>prompt dialect</source>
        <translation>프롬프트 해석 방식</translation>
    </message>
    <message>
        <source>qwen3-4b and flux1-vae</source>
        <translation>qwen3-4b, flux1-vae</translation>
    </message>
    <message>
        <source>qwen3-4b and flux2-vae</source>
        <translation>qwen3-4b, flux2-vae</translation>
    </message>
    <message>
        <source>read the picture</source>
        <translation>그림 읽기</translation>
    </message>
    <message>
        <source>read the queue</source>
        <translation>대기열 읽기</translation>
    </message>
    <message>
        <source>read the settings</source>
        <translation>설정 읽기</translation>
    </message>
    <message>
        <source>reading the model</source>
        <translation>모델 읽는 중</translation>
    </message>
    <message>
        <source>ready</source>
        <translation>준비됨</translation>
    </message>
    <message>
        <source>reference</source>
        <translation>참조 이미지</translation>
    </message>
    <message>
        <source>refiner</source>
        <translation>리파이너</translation>
    </message>
    <message>
        <source>remember the window’s state</source>
        <translation>윈도우 상태 저장</translation>
    </message>
    <message>
        <source>rename it</source>
        <translation>이름 변경</translation>
    </message>
    <message>
        <source>rng</source>
        <translation>난수 생성기</translation>
    </message>
    <message>
        <source>safety checker</source>
        <translation>안전 검사기</translation>
    </message>
    <message>
        <source>sampler</source>
        <translation>샘플러</translation>
    </message>
    <message>
        <source>save the contact sheet</source>
        <translation>밀착 인화 저장</translation>
    </message>
    <message>
        <source>save the picture</source>
        <translation>그림 저장</translation>
    </message>
    <message>
        <source>save the preset</source>
        <translation>프리셋 저장</translation>
    </message>
    <message>
        <source>save the prompts</source>
        <translation>프롬프트 저장</translation>
    </message>
    <message>
        <source>save the queue</source>
        <translation>대기열 저장</translation>
    </message>
    <message>
        <source>save the settings</source>
        <translation>설정 저장</translation>
    </message>
    <message>
        <source>save the styles</source>
        <translation>스타일 저장</translation>
    </message>
    <message>
        <source>scale of the high-resolution pass</source>
        <translation>고해상도 배율</translation>
    </message>
    <message>
        <source>schedule</source>
        <translation>스케줄</translation>
    </message>
    <message>
        <source>second text encoder</source>
        <translation>두 번째 텍스트 인코더</translation>
    </message>
    <message>
        <source>second tokenizer</source>
        <translation>두 번째 토크나이저</translation>
    </message>
    <message>
        <source>seed</source>
        <translation>시드</translation>
    </message>
    <message>
        <source>side of a tile</source>
        <translation>타일 한 변</translation>
    </message>
    <message>
        <source>start of the ControlNet “{name}”</source>
        <translation>ControlNet “{name}”의 시작</translation>
    </message>
    <message>
        <source>starting image</source>
        <translation>시작 이미지</translation>
    </message>
    <message>
        <source>strength</source>
        <translation>강도</translation>
    </message>
    <message>
        <source>strength of the high-resolution pass</source>
        <translation>고해상도 강도</translation>
    </message>
    <message>
        <source>text encoder</source>
        <translation>텍스트 인코더</translation>
    </message>
    <message>
        <source>text encoder Qwen3-4B</source>
        <translation>텍스트 인코더 Qwen3-4B</translation>
    </message>
    <message>
        <source>the VAE encoder gives latent_dist, as older conversions do</source>
        <translation>VAE 인코더가 이전 변환처럼 latent_dist를 출력함</translation>
    </message>
    <message>
        <source>the disk of “{folder}” doesn’t answer. Check that it is connected.</source>
        <translation>“{folder}”이(가) 있는 디스크가 응답하지 않습니다. 연결을 확인하십시오.</translation>
    </message>
    <message>
        <source>the disk of “{folder}” is full. Free some space and try again.</source>
        <translation>“{folder}”이(가) 있는 디스크가 가득 찼습니다. 공간을 확보하고 다시 시도하십시오.</translation>
    </message>
    <message>
        <source>the disk “{disk}” isn’t connected</source>
        <translation>디스크 “{disk}”이(가) 연결되어 있지 않습니다</translation>
    </message>
    <message>
        <source>the disk “{disk}” isn’t connected. Connect it or choose another folder.</source>
        <translation>디스크 “{disk}”이(가) 연결되어 있지 않습니다. 연결하거나 다른 폴더를 선택하십시오.</translation>
    </message>
    <message>
        <source>the file would be too large for the disk of “{folder}”. Choose another folder.</source>
        <translation>파일이 “{folder}”이(가) 있는 디스크에 담기에는 너무 큽니다. 다른 폴더를 선택하십시오.</translation>
    </message>
    <message>
        <source>the folder “{folder}” isn’t there. Choose another folder or bring it back.</source>
        <translation>폴더 “{folder}”이(가) 없습니다. 다른 폴더를 선택하거나 폴더를 되돌려 놓으십시오.</translation>
    </message>
    <message>
        <source>the model on “{server}”</source>
        <translation>“{server}”의 모델</translation>
    </message>
    <message>
        <source>the name “{name}” is too long for this disk. Choose a shorter one.</source>
        <translation>이름 “{name}”이(가) 이 디스크에는 너무 깁니다. 더 짧은 이름을 선택하십시오.</translation>
    </message>
    <message>
        <source>the queue of “{server}”</source>
        <translation>“{server}”의 대기열</translation>
    </message>
    <message>
        <source>there is no permission for “{folder}”. Choose another folder, or allow it in System Settings, Privacy &amp; Security, Files and Folders.</source>
        <translation>“{folder}”에 대한 권한이 없습니다. 다른 폴더를 선택하거나 시스템 설정의 개인정보 보호 및 보안, 파일 및 폴더에서 허용하십시오.</translation>
    </message>
    <message>
        <source>there is no permission to read it</source>
        <translation>읽을 권한이 없습니다</translation>
    </message>
    <message>
        <source>this Mac</source>
        <translation>이 Mac</translation>
    </message>
    <message>
        <source>this Mac’s</source>
        <translation>이 Mac의</translation>
    </message>
    <message>
        <source>this machine</source>
        <translation>이 컴퓨터</translation>
    </message>
    <message>
        <source>this machine’s</source>
        <translation>이 컴퓨터의</translation>
    </message>
    <message>
        <source>time ids {shape}</source>
        <translation>time ids {shape}</translation>
    </message>
    <message>
        <source>tokenizer</source>
        <translation>토크나이저</translation>
    </message>
    <message>
        <source>transformer</source>
        <translation>트랜스포머</translation>
    </message>
    <message>
        <source>unknown</source>
        <translation>알 수 없음</translation>
    </message>
    <message>
        <source>upscaler</source>
        <translation>업스케일러</translation>
    </message>
    <message>
        <source>upscaling</source>
        <translation>확대</translation>
    </message>
    <message>
        <source>variation seed</source>
        <translation>변형 시드</translation>
    </message>
    <message>
        <source>variation strength</source>
        <translation>변형 강도</translation>
    </message>
    <message>
        <source>variations</source>
        <translation>변형</translation>
    </message>
    <message>
        <source>weight of the ControlNet “{name}”</source>
        <translation>ControlNet “{name}”의 가중치</translation>
    </message>
    <message>
        <source>weight of the LoRA “{name}”</source>
        <translation>LoRA “{name}”의 가중치</translation>
    </message>
    <message>
        <source>width</source>
        <translation>너비</translation>
    </message>
    <message>
        <source>write its log</source>
        <translation>로그 기록</translation>
    </message>
    <message>
        <source>write to its folder</source>
        <translation>자체 폴더에 저장</translation>
    </message>
    <message>
        <source>x4plus</source>
        <translation>x4plus</translation>
    </message>
    <message>
        <source>{bundle} holds no program as text, so it needs a Mac: get the same model as packages to use it here.</source>
        <translation>{bundle}에 텍스트 프로그램이 없어 Mac이 필요합니다. 여기서 쓰려면 같은 모델을 패키지(packages)로 받으십시오.</translation>
    </message>
    <message>
        <source>{bundle} is not a complete compiled Core ML model: its metadata.json can’t be used.</source>
        <translation>{bundle}: 완전한 컴파일된 Core ML 모델이 아닙니다. metadata.json을 쓸 수 없습니다.</translation>
    </message>
    <message>
        <source>{count} before it</source>
        <translation>앞에 {count}개</translation>
    </message>
    <message>
        <source>{count} of the queue’s jobs couldn’t be read</source>
        <translation>대기열의 작업 {count}개를 읽지 못했습니다</translation>
    </message>
    <message>
        <source>{entry} comes with Easel: there is nothing to download.</source>
        <translation>{entry}은(는) Easel에 포함되어 있어 받을 필요가 없습니다.</translation>
    </message>
    <message>
        <source>{failure} Its picture is drawn elsewhere.</source>
        <translation>{failure} 이 그림은 다른 곳에서 그립니다.</translation>
    </message>
    <message>
        <source>{failure} Its picture waits in the queue, and is drawn as soon as it answers.</source>
        <translation>{failure} 그림은 대기열에서 기다리다가 서버가 응답하면 바로 그립니다.</translation>
    </message>
    <message>
        <source>{family} draws without guidance, so a negative prompt has no effect.</source>
        <translation>{family}: 가이던스 없이 그리므로 네거티브 프롬프트가 적용되지 않습니다.</translation>
    </message>
    <message>
        <source>{family} was trained to draw with guidance 1; more doubles the time.</source>
        <translation>{family}: 가이던스 1로 그리도록 학습되었습니다. 더 높이면 시간이 두 배로 걸립니다.</translation>
    </message>
    <message>
        <source>{file} arrived damaged (its checksum is wrong): download it again.</source>
        <translation>{file} 파일이 손상된 채 도착했습니다(체크섬 불일치). 다시 다운로드하십시오.</translation>
    </message>
    <message>
        <source>{file} can’t be moved to Easel’s model folder.</source>
        <translation>{file}을(를) Easel 모델 폴더로 이동할 수 없습니다.</translation>
    </message>
    <message>
        <source>{file} can’t be read.</source>
        <translation>{file}: 읽을 수 없습니다.</translation>
    </message>
    <message>
        <source>{file} holds no ControlNet as safetensors.</source>
        <translation>{file}에 safetensors 형식의 ControlNet이 없습니다.</translation>
    </message>
    <message>
        <source>{file} holds no ML program, so it can’t be run here.</source>
        <translation>{file}에 ML 프로그램이 없어 여기서 실행할 수 없습니다.</translation>
    </message>
    <message>
        <source>{file} holds too many files for a model, so Easel won’t open it.</source>
        <translation>{file}에 모델로는 너무 많은 파일이 들어 있어 열지 않았습니다.</translation>
    </message>
    <message>
        <source>{file} is a pipeline of several models.</source>
        <translation>{file}: 여러 모델로 된 파이프라인입니다.</translation>
    </message>
    <message>
        <source>{file} is damaged or not complete: download it again.</source>
        <translation>{file}: 손상되었거나 완전하지 않습니다. 다시 다운로드하십시오.</translation>
    </message>
    <message>
        <source>{file} is in Easel’s model folder already.</source>
        <translation>{file}은(는) 이미 Easel 모델 폴더에 있습니다.</translation>
    </message>
    <message>
        <source>{file} is neither a Core ML folder nor a .zip of one.</source>
        <translation>{file}: Core ML 폴더도, 그 .zip 파일도 아닙니다.</translation>
    </message>
    <message>
        <source>{file} is no safetensors file: pickles (.pth, .pt) can run code when opened, so Easel never loads them. Convert it to safetensors first.</source>
        <translation>{file}: safetensors 파일이 아닙니다. pickle(.pth, .pt)은 열 때 코드를 실행할 수 있어 불러오지 않습니다. 먼저 safetensors로 변환하십시오.</translation>
    </message>
    <message>
        <source>{file} is no upscaler of the Real-ESRGAN family (RRDBNet or SRVGGNetCompact).</source>
        <translation>{file}은(는) Real-ESRGAN 계열(RRDBNet, SRVGGNetCompact)의 업스케일러가 아닙니다.</translation>
    </message>
    <message>
        <source>{folder} can’t be written to.</source>
        <translation>{folder}: 쓸 수 없습니다.</translation>
    </message>
    <message>
        <source>{folder} has no UNet, only: {there}.</source>
        <translation>{folder}에 UNet이 없고 다음만 있습니다: {there}.</translation>
    </message>
    <message>
        <source>{folder} has only the second half of a UNet: the first is missing.</source>
        <translation>{folder}에 UNet의 뒷부분만 있고 앞부분이 없습니다.</translation>
    </message>
    <message>
        <source>{folder} holds ControlNets only, which go with a model.</source>
        <translation>{folder}에는 ControlNet만 있습니다. ControlNet은 모델과 함께 써야 합니다.</translation>
    </message>
    <message>
        <source>{folder} holds no Core ML model.</source>
        <translation>{folder}에 Core ML 모델이 없습니다.</translation>
    </message>
    <message>
        <source>{folder} holds no Core ML models to look into.</source>
        <translation>{folder}에 살펴볼 Core ML 모델이 없습니다.</translation>
    </message>
    <message>
        <source>{folder} is no ViTPose model, so it can’t find poses.</source>
        <translation>{folder}은(는) ViTPose 모델이 아니어서 포즈를 찾을 수 없습니다.</translation>
    </message>
    <message>
        <source>{folder} is not a model folder in diffusers’ layout: it has no {file}. (A model that is in Core ML’s form already needs no conversion.)</source>
        <translation>{folder}: diffusers 구조의 모델 폴더가 아닙니다. {file}이(가) 없습니다. (이미 Core ML 형식인 모델은 변환할 필요가 없습니다.)</translation>
    </message>
    <message>
        <source>{folder} is there already and holds something else: give the name of a folder that isn’t there yet ({name}/model, say), an empty one, or an earlier conversion.</source>
        <translation>{folder}에 이미 다른 것이 있습니다. 아직 없는 폴더(예: {name}/model)나 빈 폴더, 또는 이전에 변환한 폴더의 이름을 지정하십시오.</translation>
    </message>
    <message>
        <source>{format} can’t be written on this machine.</source>
        <translation>이 컴퓨터에서는 {format} 형식으로 저장할 수 없습니다.</translation>
    </message>
    <message>
        <source>{format} keeps every pixel as it is.</source>
        <translation>{format}은(는) 모든 픽셀을 그대로 보존합니다.</translation>
    </message>
    <message>
        <source>{form}, UNet in two chunks</source>
        <translation>{form}, 둘로 나뉜 UNet</translation>
    </message>
    <message>
        <source>{minutes} min</source>
        <translation>{minutes}분</translation>
    </message>
    <message>
        <source>{model} can’t be converted: Core ML models are made from SD 1, SD 2, SDXL and SSD-1B models that draw from words.</source>
        <translation>{model}: 변환할 수 없습니다. Core ML 모델은 글로 그림을 그리는 SD 1, SD 2, SDXL, SSD-1B 모델에서만 만들 수 있습니다.</translation>
    </message>
    <message>
        <source>{model} is a Core ML model already.</source>
        <translation>{model}은(는) 이미 Core ML 모델입니다.</translation>
    </message>
    <message>
        <source>{model} lacks its UNet or its VAE, so it can’t be converted.</source>
        <translation>{model}: UNet이나 VAE가 없어 변환할 수 없습니다.</translation>
    </message>
    <message>
        <source>{model}&apos;s UNet has no config, so it can’t be converted.</source>
        <translation>{model}: UNet에 config가 없어 변환할 수 없습니다.</translation>
    </message>
    <message>
        <source>{name} can’t be converted. {problem}</source>
        <translation>{name}: 변환할 수 없습니다. {problem}</translation>
    </message>
    <message>
        <source>{name} can’t be made smaller. {problem}</source>
        <translation>{name}을(를) 더 작게 만들 수 없습니다. {problem}</translation>
    </message>
    <message>
        <source>{name} can’t be made smaller: that is for FLUX.2 klein and Z-Image.</source>
        <translation>{name}을(를) 더 작게 만들 수 없습니다. FLUX.2 klein과 Z-Image만 됩니다.</translation>
    </message>
    <message>
        <source>{name} could not be evaluated by the portable runtime.</source>
        <translation>{name}: 포터블 런타임에서 실행하지 못했습니다.</translation>
    </message>
    <message>
        <source>{name} has values of the kind {kind}, which can’t be run here.</source>
        <translation>{name}에 여기서 실행할 수 없는 {kind} 형식의 값이 있습니다.</translation>
    </message>
    <message>
        <source>{name} holds a path that leads out of it ({file}), so Easel won’t open it.</source>
        <translation>{name}에 바깥을 가리키는 경로({file})가 있어 열지 않습니다.</translation>
    </message>
    <message>
        <source>{name} is Apple’s multilingual text projection, which Easel ignores.</source>
        <translation>{name}은(는) Apple의 다국어 텍스트 프로젝션이며, Easel에서 쓰지 않습니다.</translation>
    </message>
    <message>
        <source>{name} is a part of Stable Diffusion 3, which Easel does not run yet.</source>
        <translation>{name}은(는) Stable Diffusion 3의 일부이며, Easel에서 아직 실행할 수 없습니다.</translation>
    </message>
    <message>
        <source>{name} is damaged: its program can’t be read.</source>
        <translation>{name}이(가) 손상되어 프로그램을 읽을 수 없습니다.</translation>
    </message>
    <message>
        <source>{name} is no model: Easel takes .safetensors and .zip files.</source>
        <translation>{name}: 모델이 아닙니다. .safetensors와 .zip 파일을 쓸 수 있습니다.</translation>
    </message>
    <message>
        <source>{name} is not a complete Core ML package: its Manifest.json can’t be used.</source>
        <translation>{name}: 완전한 Core ML 패키지가 아닙니다. Manifest.json을 쓸 수 없습니다.</translation>
    </message>
    <message>
        <source>{name} is not complete: the model that its manifest names is missing.</source>
        <translation>{name}: 완전하지 않습니다. 매니페스트에 적힌 모델이 없습니다.</translation>
    </message>
    <message>
        <source>{name} is small already.</source>
        <translation>{name}은(는) 이미 작습니다.</translation>
    </message>
    <message>
        <source>{name} is some other network, not Stable Diffusion.</source>
        <translation>{name}은(는) Stable Diffusion이 아닌 다른 네트워크입니다.</translation>
    </message>
    <message>
        <source>{name} needs the input {input}.</source>
        <translation>{name}: 입력 {input} 항목이 필요합니다.</translation>
    </message>
    <message>
        <source>{name} takes {input} with shape {shape}, not {given}.</source>
        <translation>{name}: {input} 입력의 모양은 {given}가 아니라 {shape}이어야 합니다.</translation>
    </message>
    <message>
        <source>{name} uses operations that can’t be run without Core ML: {operations}.</source>
        <translation>{name}: Core ML 없이 실행할 수 없는 연산을 씁니다({operations}).</translation>
    </message>
    <message>
        <source>{name} would unpack to {gigabytes} GB, which no model needs, so Easel won’t open it.</source>
        <translation>{name}: 압축을 풀면 {gigabytes}GB로, 모델로는 지나치게 커서 열지 않습니다.</translation>
    </message>
    <message>
        <source>{need} About {time} a picture.</source>
        <translation>{need} 그림 한 장에 약 {time} 걸립니다.</translation>
    </message>
    <message>
        <source>{need} Each reference is scaled down to {size} megapixels.</source>
        <translation>{need} 참조 그림은 각각 {size}메가픽셀로 줄입니다.</translation>
    </message>
    <message>
        <source>{notice} Ask for that one by its name.</source>
        <translation>{notice} 그 이름으로 직접 지정하십시오.</translation>
    </message>
    <message>
        <source>{operation} computes in 32 bits.</source>
        <translation>{operation}: 32비트로 계산합니다.</translation>
    </message>
    <message>
        <source>{operation} is not known to run on the Neural Engine.</source>
        <translation>{operation}: Neural Engine에서 실행되는지 알려져 있지 않습니다.</translation>
    </message>
    <message>
        <source>{operation} makes a tensor of {count} dimensions.</source>
        <translation>{operation}: {count}차원 텐서를 만듭니다.</translation>
    </message>
    <message>
        <source>{operation} makes a tensor of {size} in one side.</source>
        <translation>{operation}: 한 변이 {size}인 텐서를 만듭니다.</translation>
    </message>
    <message>
        <source>{option}: there is no file {file}.</source>
        <translation>{option}: {file} 파일이 없습니다.</translation>
    </message>
    <message>
        <source>{package} holds an old neural network, which Easel does not run.</source>
        <translation>{package}에 Easel에서 실행할 수 없는 이전 방식의 신경망이 들어 있습니다.</translation>
    </message>
    <message>
        <source>{package} is a placeholder without its data: get it with `git lfs pull`, or download the model again.</source>
        <translation>{package}: 데이터가 없는 자리표시자입니다. `git lfs pull`로 받거나 모델을 다시 다운로드하십시오.</translation>
    </message>
    <message>
        <source>{package} is damaged: its model can’t be read.</source>
        <translation>{package}: 손상되어 모델을 읽을 수 없습니다.</translation>
    </message>
    <message>
        <source>{part} {decibels} dB</source>
        <translation>{part} {decibels}dB</translation>
    </message>
    <message>
        <source>{part}/{file} is a Git LFS pointer without its data: run `git lfs pull` in {folder}.</source>
        <translation>{part}/{file}: 데이터가 없는 Git LFS 포인터입니다. {folder}에서 `git lfs pull`을 실행하십시오.</translation>
    </message>
    <message>
        <source>{part}/{file} is missing: download the model again.</source>
        <translation>{part}/{file}: 파일이 없습니다. 모델을 다시 다운로드하십시오.</translation>
    </message>
    <message>
        <source>{part}: comparing with PyTorch</source>
        <translation>{part}: PyTorch와 비교</translation>
    </message>
    <message>
        <source>{part}: compressing</source>
        <translation>{part}: 압축</translation>
    </message>
    <message>
        <source>{path} can’t be moved to the Trash.</source>
        <translation>{path}: 휴지통으로 옮길 수 없습니다.</translation>
    </message>
    <message>
        <source>{path} is a {kind}, not a model that draws.</source>
        <translation>{path}: 그림을 그리는 모델이 아닙니다({kind}).</translation>
    </message>
    <message>
        <source>{path} is not there any more.</source>
        <translation>{path}: 더 이상 없습니다.</translation>
    </message>
    <message>
        <source>{reason} Trying again in {seconds} s.</source>
        <translation>{reason} {seconds}초 후에 다시 시도합니다.</translation>
    </message>
    <message>
        <source>{reason} What has come is kept: resume later.</source>
        <translation>{reason} 받은 부분은 보관되어 있으니 나중에 이어받으십시오.</translation>
    </message>
    <message>
        <source>{repository} asks you to accept its terms: do so at huggingface.co/{repository}, then set a token of yours in Settings (in a terminal: HF_TOKEN).</source>
        <translation>{repository} 모델은 약관 동의가 필요합니다. huggingface.co/{repository}에서 동의한 다음 설정에서 토큰을 설정하십시오(터미널에서는 HF_TOKEN).</translation>
    </message>
    <message>
        <source>{repository} has no such revision: leave it out.</source>
        <translation>{repository}에 해당 리비전이 없습니다. 리비전을 빼고 시도하십시오.</translation>
    </message>
    <message>
        <source>{repository} holds no model that Easel can use: no safetensors, no diffusers folder, no Core ML.</source>
        <translation>{repository}에 Easel이 쓸 수 있는 모델이 없습니다(safetensors, diffusers 폴더, Core ML 모두 없음).</translation>
    </message>
    <message>
        <source>{repository} no longer holds what the catalog knows: paste its address to choose from what is there.</source>
        <translation>{repository}: 카탈로그의 내용이 더 이상 없습니다. 주소를 붙여넣어 지금 있는 것 중에서 고르십시오.</translation>
    </message>
    <message>
        <source>{sampler} draws its noise on the GPU; here it is {same}, whose noise comes from the CPU.</source>
        <translation>{sampler}은(는) GPU에서 노이즈를 만듭니다. 여기서는 CPU에서 노이즈를 만드는 {same}을(를) 사용합니다.</translation>
    </message>
    <message>
        <source>{seconds} s</source>
        <translation>{seconds}초</translation>
    </message>
    <message>
        <source>{site} can’t be reached. Check the connection to the internet and try again.</source>
        <translation>{site}에 연결할 수 없습니다. 인터넷 연결을 확인하고 다시 시도하십시오.</translation>
    </message>
    <message>
        <source>{size} pixels, {steps} steps, guidance {guidance}</source>
        <translation>{size}픽셀, {steps}단계, 가이던스 {guidance}</translation>
    </message>
    <message>
        <source>{target} is being downloaded by another Easel already.</source>
        <translation>{target}: 다른 Easel이 이미 다운로드하고 있습니다.</translation>
    </message>
    <message>
        <source>{target} needs {missing} GB more, but the disk has {free} GB free: free some space, then resume.</source>
        <translation>{target}: {missing}GB가 더 필요하지만 디스크 여유 공간은 {free}GB입니다. 공간을 확보한 다음 이어받으십시오.</translation>
    </message>
    <message>
        <source>{vae} is no VAE: give a safetensors file, or a diffusers VAE’s folder.</source>
        <translation>{vae}: VAE가 아닙니다. safetensors 파일이나 diffusers VAE 폴더를 지정하십시오.</translation>
    </message>
    <message>
        <source>{value} ({near} would do)</source>
        <translation>{value}({near} 가능)</translation>
    </message>
    <message>
        <source>{what}, and Easel couldn’t set the file aside ({reason}).</source>
        <translation>{what} Easel이 파일을 따로 옮겨 두지도 못했습니다({reason}).</translation>
    </message>
    <message>
        <source>{what}: Easel kept the file as “{aside}”.</source>
        <translation>{what}: 파일을 “{aside}”로 보관했습니다.</translation>
    </message>
    <message>
        <source>{what}: Easel starts with the defaults for it and kept it as “{aside}”.</source>
        <translation>{what}: 기본값으로 시작하며 이전 파일은 “{aside}”로 보관했습니다.</translation>
    </message>
    <message>
        <source>{width} x {height} fits.</source>
        <translation>{width} x {height} 크기는 들어갑니다.</translation>
    </message>
    <message>
        <source>“AND” is a plain word here: it joins prompts where the prompt is read as in A1111.</source>
        <translation>여기에서 “AND”는 일반 단어입니다. 프롬프트를 A1111 방식으로 읽을 때 프롬프트를 결합합니다.</translation>
    </message>
    <message>
        <source>“image” is missing: the picture to start from.</source>
        <translation>“image”가 없습니다. 시작할 그림을 보내십시오.</translation>
    </message>
    <message>
        <source>“init_images” is missing: the picture to start from.</source>
        <translation>“init_images”가 없습니다. 시작할 그림을 보내십시오.</translation>
    </message>
    <message>
        <source>“init_images” takes one picture in base64.</source>
        <translation>“init_images”에는 base64 형식의 그림 하나가 필요합니다.</translation>
    </message>
    <message>
        <source>“output_format” is png, jpeg or webp.</source>
        <translation>“output_format”은 png, jpeg, webp 중 하나입니다.</translation>
    </message>
    <message>
        <source>“prompt” is missing: say what to draw.</source>
        <translation>“prompt”가 없습니다. 무엇을 그릴지 적으십시오.</translation>
    </message>
    <message>
        <source>“resize_mode” is 0, 1 or 2.</source>
        <translation>“resize_mode”는 0, 1, 2 중 하나입니다.</translation>
    </message>
    <message>
        <source>“size” is like 512x512, or auto.</source>
        <translation>“size”는 512x512와 같은 형식이거나 auto입니다.</translation>
    </message>
    <message>
        <source>“{address}” is no address of a server: give one like 192.168.1.5:8188 or https://example.com/comfy.</source>
        <translation>“{address}”은(는) 서버 주소가 아닙니다. 192.168.1.5:8188이나 https://example.com/comfy처럼 입력하세요.</translation>
    </message>
    <message>
        <source>“{file}” can’t be read.</source>
        <translation>“{file}”을(를) 읽을 수 없습니다.</translation>
    </message>
    <message>
        <source>“{file}” can’t be shown.</source>
        <translation>“{file}”을(를) 표시할 수 없습니다.</translation>
    </message>
    <message>
        <source>“{file}” holds no preset.</source>
        <translation>“{file}”에 프리셋이 없습니다.</translation>
    </message>
    <message>
        <source>“{file}” holds no styles: A1111 calls the file styles.csv.</source>
        <translation>“{file}”에 스타일이 없습니다. A1111의 스타일 파일은 styles.csv입니다.</translation>
    </message>
    <message>
        <source>“{file}” is no file of styles.</source>
        <translation>“{file}”은(는) 스타일 파일이 아닙니다.</translation>
    </message>
    <message>
        <source>“{file}” is not in the gallery.</source>
        <translation>‘{file}’은(는) 갤러리에 없습니다.</translation>
    </message>
    <message>
        <source>“{file}” is not in the gallery: Compare with Its Original shows it.</source>
        <translation>“{file}”은(는) 갤러리에 없습니다. ‘원본과 비교’에서 볼 수 있습니다.</translation>
    </message>
    <message>
        <source>“{file}” is too large for a file of styles.</source>
        <translation>“{file}”은(는) 스타일 파일이라기에는 너무 큽니다.</translation>
    </message>
    <message>
        <source>“{file}” isn’t there any more.</source>
        <translation>“{file}”이(가) 더 이상 없습니다.</translation>
    </message>
    <message>
        <source>“{fit}” is no way to fit a picture: choose fit, fill or stretch.</source>
        <translation>“{fit}”은(는) 그림을 맞추는 방법이 아닙니다. fit, fill, stretch 중에서 선택하십시오.</translation>
    </message>
    <message>
        <source>“{folder}” is a file, not a folder. Choose another folder.</source>
        <translation>“{folder}”은(는) 폴더가 아니라 파일입니다. 다른 폴더를 선택하십시오.</translation>
    </message>
    <message>
        <source>“{folder}” is on a disk that can only be read. Choose another folder.</source>
        <translation>“{folder}”은(는) 읽기 전용 디스크에 있습니다. 다른 폴더를 선택하십시오.</translation>
    </message>
    <message>
        <source>“{key}” must be a number.</source>
        <translation>“{key}”은(는) 숫자여야 합니다.</translation>
    </message>
    <message>
        <source>“{key}” must be a text.</source>
        <translation>“{key}”은(는) 텍스트여야 합니다.</translation>
    </message>
    <message>
        <source>“{key}” must be a whole number.</source>
        <translation>“{key}”은(는) 정수여야 합니다.</translation>
    </message>
    <message>
        <source>“{model}” can’t use {feature}.</source>
        <translation>“{model}”에는 {feature}을(를) 쓸 수 없습니다.</translation>
    </message>
    <message>
        <source>“{model}” can’t use {name} on this machine: choose one of {options}.</source>
        <translation>이 컴퓨터에서 “{model}”은(는) {name} 장치를 쓸 수 없습니다. 다음 중에서 선택하십시오: {options}.</translation>
    </message>
    <message>
        <source>“{model}” draws from words and can’t edit pictures: choose {other} for that.</source>
        <translation>“{model}” 모델은 글로만 그리며 이미지를 편집할 수 없습니다. 편집하려면 {other} 모델을 선택하십시오.</translation>
    </message>
    <message>
        <source>“{model}” draws with the samplers {samplers}: choose one of them.</source>
        <translation>“{model}”은(는) {samplers} 샘플러로 그립니다. 그중 하나를 선택하십시오.</translation>
    </message>
    <message>
        <source>“{model}” draws with the schedules {schedules}: choose one of them.</source>
        <translation>“{model}”은(는) {schedules} 스케줄로 그립니다. 그중 하나를 선택하십시오.</translation>
    </message>
    <message>
        <source>“{model}” draws without guidance, which {sampler} needs: choose another sampler.</source>
        <translation>“{model}”은(는) 가이던스 없이 그리지만 {sampler}에는 가이던스가 필요합니다. 다른 샘플러를 선택하십시오.</translation>
    </message>
    <message>
        <source>“{model}” has no {wanted} form, so its {form} are used.</source>
        <translation>“{model}”에는 {wanted} 형식이 없으므로 {form}을(를) 사용합니다.</translation>
    </message>
    <message>
        <source>“{model}” is a PyTorch model, which the Neural Engine can’t run: choose one of {options}, or convert it to Core ML first (easel models convert).</source>
        <translation>“{model}”은(는) PyTorch 모델이라 Neural Engine에서 실행할 수 없습니다. {options} 중에서 선택하거나 먼저 Core ML로 변환하십시오(easel models convert).</translation>
    </message>
    <message>
        <source>“{model}” is nowhere on this disk.</source>
        <translation>“{model}”이(가) 이 디스크에 없습니다.</translation>
    </message>
    <message>
        <source>“{model}” makes {sizes} pixels; {width} x {height} was asked for.</source>
        <translation>“{model}”은(는) {sizes}픽셀로 그립니다. 요청한 크기는 {width} x {height}입니다.</translation>
    </message>
    <message>
        <source>“{model}” needs a mask that says what to paint anew.</source>
        <translation>“{model}”에는 새로 그릴 부분을 나타내는 마스크가 필요합니다.</translation>
    </message>
    <message>
        <source>“{model}” only paints parts of a picture anew: choose a starting image and a mask.</source>
        <translation>“{model}”은(는) 그림의 일부만 새로 그립니다. 시작 이미지와 마스크를 선택하십시오.</translation>
    </message>
    <message>
        <source>“{model}” only reworks a picture: choose a starting image.</source>
        <translation>“{model}”은(는) 그림을 다듬기만 합니다. 시작 이미지를 선택하십시오.</translation>
    </message>
    <message>
        <source>“{model}” takes {most} references at most; {count} were given.</source>
        <translation>“{model}” 모델은 참조 이미지를 최대 {most}개까지 받는데 {count}개가 주어졌습니다.</translation>
    </message>
    <message>
        <source>“{model}” was converted for {sizes} pixels and makes no other size; {width} x {height} was asked for.</source>
        <translation>“{model}”은(는) {sizes}픽셀로 변환되어 다른 크기로는 그리지 않습니다. 요청한 크기는 {width} x {height}입니다.</translation>
    </message>
    <message>
        <source>“{name}” can’t be used. {problem}</source>
        <translation>“{name}”을(를) 쓸 수 없습니다. {problem}</translation>
    </message>
    <message>
        <source>“{name}” is no longer on “{server}”.</source>
        <translation>“{name}”이(가) 이제 “{server}”에 없습니다.</translation>
    </message>
    <message>
        <source>“{name}” is there already.</source>
        <translation>‘{name}’이(가) 이미 있습니다.</translation>
    </message>
    <message>
        <source>“{name}” lies in {folder}; ComfyUI looks for it in {wanted}.</source>
        <translation>“{name}”은(는) {folder}에 있습니다. ComfyUI는 {wanted}에서 찾습니다.</translation>
    </message>
    <message>
        <source>“{name}” was left out: it is damaged or unpacks to far more than it should.</source>
        <translation>“{name}”이(가) 제외되었습니다. 손상되었거나 압축을 풀면 지나치게 커집니다.</translation>
    </message>
    <message>
        <source>“{path}” is a folder. Choose another name.</source>
        <translation>“{path}”은(는) 폴더입니다. 다른 이름을 선택하십시오.</translation>
    </message>
    <message>
        <source>“{picture}” is damaged or no picture.</source>
        <translation>“{picture}”은(는) 손상되었거나 그림이 아닙니다.</translation>
    </message>
    <message>
        <source>“{picture}” is damaged.</source>
        <translation>“{picture}”이(가) 손상되었습니다.</translation>
    </message>
    <message>
        <source>“{picture}” is too large to be opened here ({width} x {height}).</source>
        <translation>“{picture}”은(는) 너무 커서 여기에서 열 수 없습니다({width} x {height}).</translation>
    </message>
    <message>
        <source>“{repository}” is no repository’s name.</source>
        <translation>“{repository}”은(는) 저장소 이름이 아닙니다.</translation>
    </message>
    <message>
        <source>“{repository}” is no repository’s name: it looks like org/name.</source>
        <translation>“{repository}”은(는) 저장소 이름이 아닙니다. 조직/이름 형식이어야 합니다.</translation>
    </message>
    <message>
        <source>“{server}” answers what Easel can’t read.</source>
        <translation>“{server}”의 응답을 Easel이 읽을 수 없습니다.</translation>
    </message>
    <message>
        <source>“{server}” can’t be reached: is it running, and is its address right?</source>
        <translation>“{server}”에 연결할 수 없습니다. 실행 중인지, 주소가 맞는지 확인하세요.</translation>
    </message>
    <message>
        <source>“{server}” chooses the precision.</source>
        <translation>정밀도는 “{server}”에서 정합니다.</translation>
    </message>
    <message>
        <source>“{server}” chooses when its VAE works in tiles.</source>
        <translation>VAE 타일 사용은 “{server}”에서 정합니다.</translation>
    </message>
    <message>
        <source>“{server}” does not answer.</source>
        <translation>“{server}”에서 응답이 없습니다.</translation>
    </message>
    <message>
        <source>“{server}” does not speak https at this address: try http.</source>
        <translation>“{server}”의 이 주소는 https를 쓰지 않습니다. http로 해 보세요.</translation>
    </message>
    <message>
        <source>“{server}” does not take the picture’s graph. {words}</source>
        <translation>“{server}”에서 그림의 그래프를 받지 않습니다. {words}</translation>
    </message>
    <message>
        <source>“{server}” does not take the picture’s graph: {node}: {words}</source>
        <translation>“{server}”에서 그림의 그래프를 받지 않습니다: {node}: {words}</translation>
    </message>
    <message>
        <source>“{server}” failed ({status}).</source>
        <translation>“{server}”에서 오류가 났습니다({status}).</translation>
    </message>
    <message>
        <source>“{server}” failed at {node}: {words}</source>
        <translation>“{server}”의 {node}에서 오류가 났습니다: {words}</translation>
    </message>
    <message>
        <source>“{server}” gave no picture.</source>
        <translation>“{server}”에서 그림이 오지 않았습니다.</translation>
    </message>
    <message>
        <source>“{server}” has drawn with another model, {name}.</source>
        <translation>“{server}”에서 다른 모델({name})로 그렸습니다.</translation>
    </message>
    <message>
        <source>“{server}” has lost the picture {count} times.</source>
        <translation>“{server}”에서 그림을 {count}번 잃어버렸습니다.</translation>
    </message>
    <message>
        <source>“{server}” has no model “{name}” ({known}).</source>
        <translation>“{server}”에 “{name}” 모델이 없습니다({known}).</translation>
    </message>
    <message>
        <source>“{server}” has no sampler {name}: choose another one.</source>
        <translation>“{server}”에 {name} 샘플러가 없습니다. 다른 것을 고르세요.</translation>
    </message>
    <message>
        <source>“{server}” has no schedule {name}: choose one of {known}.</source>
        <translation>“{server}”에 {name} 스케줄이 없습니다. {known} 중에서 고르세요.</translation>
    </message>
    <message>
        <source>“{server}” is not ready ({status}).</source>
        <translation>“{server}”이(가) 준비되지 않았습니다({status}).</translation>
    </message>
    <message>
        <source>“{server}” is too old for {family}.</source>
        <translation>“{server}”의 버전이 낮아 {family}을(를) 쓸 수 없습니다.</translation>
    </message>
    <message>
        <source>“{server}” lacks the node {node}, which this picture needs.</source>
        <translation>이 그림에 필요한 {node} 노드가 “{server}”에 없습니다.</translation>
    </message>
    <message>
        <source>“{server}” lacks the node {node}.</source>
        <translation>“{server}”에 {node} 노드가 없습니다.</translation>
    </message>
    <message>
        <source>“{server}” lacks the text encoder or the VAE of {name}.</source>
        <translation>“{server}”에 {name}의 텍스트 인코더나 VAE가 없습니다.</translation>
    </message>
    <message>
        <source>“{server}” makes no {kind} maps for Easel: give a finished map, and no preprocessor.</source>
        <translation>“{server}”에서는 {kind} 맵을 만들지 않습니다. 완성된 맵을 넣고 전처리기를 끄세요.</translation>
    </message>
    <message>
        <source>“{server}” ran out of memory: choose a smaller size or a smaller model.</source>
        <translation>“{server}”의 메모리가 부족합니다. 더 작은 크기나 모델을 고르세요.</translation>
    </message>
    <message>
        <source>“{server}” refuses Easel’s requests.</source>
        <translation>“{server}”에서 Easel의 요청을 거절합니다.</translation>
    </message>
    <message>
        <source>“{server}” says that the picture is ready, and doesn’t have it.</source>
        <translation>“{server}”에서 그림이 완성되었다고 하지만 그림이 없습니다.</translation>
    </message>
    <message>
        <source>“{server}” sends far too much.</source>
        <translation>“{server}”에서 너무 많은 데이터를 보냅니다.</translation>
    </message>
    <message>
        <source>“{server}” sent a picture that can’t be read.</source>
        <translation>“{server}”에서 온 그림을 읽을 수 없습니다.</translation>
    </message>
    <message>
        <source>“{server}” sent a picture that is too large ({width} x {height}).</source>
        <translation>“{server}”에서 온 그림이 너무 큽니다({width} x {height}).</translation>
    </message>
    <message>
        <source>“{server}” wants a token, or another one than was given.</source>
        <translation>“{server}”에 토큰이 필요하거나, 입력한 토큰이 맞지 않습니다.</translation>
    </message>
    <message>
        <source>“{value}” is no compute unit: choose one of {options}.</source>
        <translation>“{value}”은(는) 연산 장치가 아닙니다. 다음 중에서 선택하십시오: {options}.</translation>
    </message>
    <message>
        <source>“{value}” is no {what}: choose one of {choices}.</source>
        <translation>“{value}”은(는) {what}이(가) 아닙니다. 다음 중에서 선택하십시오: {choices}.</translation>
    </message>
    <message>
        <source>“{what}” was left out: it is too large ({megabytes} MB).</source>
        <translation>“{what}”은(는) 너무 커서({megabytes}MB) 제외했습니다.</translation>
    </message>
    <message>
        <source>“{words}” was read as words: a prompt changes by step where it is read as in A1111, with Stable Diffusion models and without ControlNets.</source>
        <translation>‘{words}’은(는) 단어로 읽었습니다. 프롬프트를 A1111 방식으로 읽고 Stable Diffusion 모델을 ControlNet 없이 쓸 때만 단계에 따라 바뀝니다.</translation>
    </message>
    <message>
        <source>“{word}” is no value of the grid’s {setting}.</source>
        <translation>“{word}”은(는) 그리드의 {setting} 값이 아닙니다.</translation>
    </message>
</context>
<context>
    <name>ModelActions</name>
    <message>
        <source>“{name}” was added, but doesn’t fit the chosen model.</source>
        <translation>“{name}”을(를) 추가했지만 선택한 모델과는 맞지 않습니다.</translation>
    </message>
    <message>
        <source>“{name}” was not found in any model folder.</source>
        <translation>모델 폴더에서 “{name}”을(를) 찾을 수 없습니다.</translation>
    </message>
    <message>
        <source>The smaller model “{name}” is ready.</source>
        <translation>더 작은 모델 ‘{name}’이(가) 준비되었습니다.</translation>
    </message>
    <message>
        <source>Stopped.</source>
        <translation>중단했습니다.</translation>
    </message>
    <message>
        <source>The Core ML model “{name}” is ready.</source>
        <translation>Core ML 모델 “{name}”이(가) 준비되었습니다.</translation>
    </message>
    <message>
        <source>“{name}” is being made smaller; the queue shows how far it is.</source>
        <translation>‘{name}’을(를) 더 작게 만들고 있습니다. 진행 상황은 대기열에 보입니다.</translation>
    </message>
    <message>
        <source>Use This Model</source>
        <translation>이 모델 사용</translation>
    </message>
</context>
<context>
    <name>ModelDetails</name>
    <message>
        <source>Use This Model</source>
        <translation>이 모델 사용</translation>
    </message>
    <message>
        <source>Model Info…</source>
        <translation>모델 정보…</translation>
    </message>
    <message>
        <source>What it predicts, what keeps it off the Neural Engine, and conversion.</source>
        <translation>예측 대상, Neural Engine에서 막는 요소, 변환.</translation>
    </message>
    <message>
        <source>Make It Smaller</source>
        <translation>더 작게 만들기</translation>
    </message>
    <message>
        <source>Writes a second model beside it that takes half the memory, in eight bits.</source>
        <translation>메모리를 절반만 쓰는 8비트 모델을 옆에 하나 더 만듭니다.</translation>
    </message>
    <message>
        <source>Verify</source>
        <translation>검증</translation>
    </message>
    <message>
        <source>Reads the whole model and checks that nothing is missing or damaged.</source>
        <translation>모델 전체를 읽어 빠지거나 손상된 부분이 없는지 확인합니다.</translation>
    </message>
    <message>
        <source>Move to Trash…</source>
        <translation>휴지통으로 이동…</translation>
    </message>
    <message>
        <source>Kind</source>
        <translation>종류</translation>
    </message>
    <message>
        <source>Size</source>
        <translation>크기</translation>
    </message>
    <message>
        <source>Precision</source>
        <translation>정밀도</translation>
    </message>
    <message>
        <source>Where</source>
        <translation>위치</translation>
    </message>
</context>
<context>
    <name>ModelInfoDialog</name>
    <message>
        <source>Model Info</source>
        <translation>모델 정보</translation>
    </message>
    <message>
        <source>Make a Core ML model of it.</source>
        <translation>이 모델로 Core ML 모델을 만듭니다.</translation>
    </message>
    <message>
        <source>Convert to Core ML…</source>
        <translation>Core ML로 변환…</translation>
    </message>
    <message>
        <source>Close</source>
        <translation>닫기</translation>
    </message>
</context>
<context>
    <name>ModelKinds</name>
    <message>
        <source>LoRAs</source>
        <translation>LoRA</translation>
    </message>
    <message>
        <source>VAEs</source>
        <translation>VAE</translation>
    </message>
    <message>
        <source>ControlNets</source>
        <translation>ControlNet</translation>
    </message>
    <message>
        <source>Embeddings</source>
        <translation>임베딩</translation>
    </message>
    <message>
        <source>Upscalers</source>
        <translation>업스케일러</translation>
    </message>
    <message>
        <source>Text encoders</source>
        <translation>텍스트 인코더</translation>
    </message>
    <message>
        <source>Depth map makers</source>
        <translation>깊이 맵 모델</translation>
    </message>
    <message>
        <source>Pose map makers</source>
        <translation>포즈 맵 모델</translation>
    </message>
    <message>
        <source>Parts of models</source>
        <translation>모델의 일부</translation>
    </message>
    <message>
        <source>On {server}</source>
        <translation>서버 {server}</translation>
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
    <name>ModelOpener</name>
    <message numerus="yes">
        <source>%n model(s) are in “{folder}”.</source>
        <translation>
            <numerusform>“{folder}”에 모델 %n개가 있습니다.</numerusform>
        </translation>
    </message>
    <message>
        <source>Use This Folder</source>
        <translation>이 폴더 사용</translation>
    </message>
    <message>
        <source>Use It</source>
        <translation>사용</translation>
    </message>
    <message>
        <source>Use It Where It Is</source>
        <translation>현재 위치에서 사용</translation>
    </message>
    <message>
        <source>Move to Easel’s Models</source>
        <translation>Easel 모델 폴더로 이동</translation>
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
        <source>Model Folders…</source>
        <translation>모델 폴더…</translation>
    </message>
    <message>
        <source>Get Models…</source>
        <translation>모델 받기…</translation>
    </message>
</context>
<context>
    <name>ModelRow</name>
    <message>
        <source>Model</source>
        <translation>모델</translation>
    </message>
    <message>
        <source>Whoever is free</source>
        <translation>빈 곳에서 그리기</translation>
    </message>
    <message>
        <source>The model “{name}” can’t be used any more: “{other}” is chosen now.</source>
        <translation>“{name}” 모델을 더 이상 쓸 수 없어 “{other}”을(를) 선택했습니다.</translation>
    </message>
    <message>
        <source>Each picture is drawn by the first of {places} that is free: they have the same model.</source>
        <translation>같은 모델이 있는 {places} 중 먼저 비는 곳에서 그림을 하나씩 그립니다.</translation>
    </message>
    <message>
        <source>On {server}</source>
        <translation>서버 {server}</translation>
    </message>
</context>
<context>
    <name>ModelRows</name>
    <message>
        <source>Recommended</source>
        <translation>추천</translation>
    </message>
</context>
<context>
    <name>ModelWords</name>
    <message>
        <source>Comes with Easel</source>
        <translation>Easel에 포함</translation>
    </message>
    <message>
        <source>about {size}</source>
        <translation>약 {size}</translation>
    </message>
    <message>
        <source>{done} of {total}</source>
        <translation>{total} 중 {done}</translation>
    </message>
    <message>
        <source>Waiting for its turn</source>
        <translation>차례를 기다리는 중</translation>
    </message>
    <message>
        <source>Unpacking…</source>
        <translation>압축 푸는 중…</translation>
    </message>
    <message>
        <source>Paused</source>
        <translation>일시 정지됨</translation>
    </message>
    <message>
        <source>{speed}/s</source>
        <translation>{speed}/초</translation>
    </message>
    <message>
        <source>{time} left</source>
        <translation>{time} 남음</translation>
    </message>
</context>
<context>
    <name>ModelsController</name>
    <message>
        <source>The download of {name} is not finished.</source>
        <translation>{name} 다운로드가 끝나지 않았습니다.</translation>
    </message>
    <message numerus="yes">
        <source>%n download(s) are not finished.</source>
        <translation>
            <numerusform>끝나지 않은 다운로드가 %n개 있습니다.</numerusform>
        </translation>
    </message>
    <message>
        <source>Resume</source>
        <translation>재개</translation>
    </message>
    <message>
        <source>Show</source>
        <translation>보기</translation>
    </message>
    <message>
        <source>Verifying…</source>
        <translation>검증하는 중…</translation>
    </message>
    <message>
        <source>Move to Trash</source>
        <translation>휴지통으로 이동</translation>
    </message>
    <message>
        <source>Move “{name}” to the Trash?</source>
        <translation>“{name}”을(를) 휴지통으로 옮길까요?</translation>
    </message>
    <message>
        <source>The file of {name} doesn’t say what it was trained to predict. With the wrong answer pictures come out as colored noise.</source>
        <translation>{name} 파일에는 무엇을 예측하도록 학습되었는지 적혀 있지 않습니다. 잘못 고르면 그림이 색 노이즈로 나옵니다.</translation>
    </message>
    <message>
        <source>Velocity (768-v)</source>
        <translation>속도(768-v)</translation>
    </message>
    <message>
        <source>Noise (base)</source>
        <translation>노이즈(base)</translation>
    </message>
    <message>
        <source>{name} is ready.</source>
        <translation>{name}을(를) 사용할 수 있습니다.</translation>
    </message>
    <message>
        <source>Use It</source>
        <translation>사용</translation>
    </message>
    <message>
        <source>Show Downloads</source>
        <translation>다운로드 보기</translation>
    </message>
    <message>
        <source>Models</source>
        <translation>모델</translation>
    </message>
</context>
<context>
    <name>ModelsPage</name>
    <message>
        <source>Add a folder</source>
        <translation>폴더 추가</translation>
    </message>
    <message>
        <source>Remove the folder from the list</source>
        <translation>목록에서 폴더 제거</translation>
    </message>
    <message>
        <source>Search this folder earlier</source>
        <translation>이 폴더를 먼저 찾기</translation>
    </message>
    <message>
        <source>Search this folder later</source>
        <translation>이 폴더를 나중에 찾기</translation>
    </message>
    <message>
        <source>Add a folder of models</source>
        <translation>모델 폴더 추가</translation>
    </message>
    <message>
        <source>Easel looks for models in these folders, in this order. Nothing in the folders of other apps is ever changed.</source>
        <translation>Easel은 이 폴더들에서 차례대로 모델을 찾습니다. 다른 앱의 폴더는 절대 바꾸지 않습니다.</translation>
    </message>
    <message>
        <source>Token for gated models</source>
        <translation>제한된 모델용 토큰</translation>
    </message>
</context>
<context>
    <name>ModelsWindow</name>
    <message>
        <source>Models</source>
        <translation>모델</translation>
    </message>
    <message>
        <source>Search models, or paste an address</source>
        <translation>모델 검색 또는 주소 붙여넣기</translation>
    </message>
    <message>
        <source>Search, or paste org/name, a page or a link</source>
        <translation>검색하거나 org/name, 페이지, 링크를 붙여넣기</translation>
    </message>
    <message>
        <source>Press Return to look up an address: org/name, a page of huggingface.co or civitai.com, or a direct link.</source>
        <translation>Return 키를 누르면 주소를 조회합니다: org/name, huggingface.co 또는 civitai.com 페이지, 직접 링크.</translation>
    </message>
    <message>
        <source>Converted for Apple’s Neural Engine or GPU: fast, and light on memory.</source>
        <translation>Apple Neural Engine이나 GPU용으로 변환됨: 빠르고 메모리를 적게 씁니다.</translation>
    </message>
    <message>
        <source>Converted for Macs; here they run on the CPU, the packages only.</source>
        <translation>Mac용으로 변환됨: 여기서는 패키지만 CPU에서 실행됩니다.</translation>
    </message>
    <message>
        <source>PyTorch</source>
        <translation>PyTorch</translation>
    </message>
    <message>
        <source>Every size, LoRAs, and every control. On a Mac they run on the GPU.</source>
        <translation>모든 크기, LoRA, 모든 조절을 지원합니다. Mac에서는 GPU에서 실행됩니다.</translation>
    </message>
    <message>
        <source>Core ML</source>
        <translation>Core ML</translation>
    </message>
    <message>
        <source>LoRAs</source>
        <translation>LoRA</translation>
    </message>
    <message>
        <source>Small files that change what a model of their family draws.</source>
        <translation>같은 계열의 모델이 그리는 방식을 바꾸는 작은 파일입니다.</translation>
    </message>
    <message>
        <source>VAEs</source>
        <translation>VAE</translation>
    </message>
    <message>
        <source>Replace the last step of a model, from latents to the picture.</source>
        <translation>모델의 마지막 단계, 곧 잠재값에서 그림으로 바꾸는 부분을 대신합니다.</translation>
    </message>
    <message>
        <source>ControlNets</source>
        <translation>ControlNet</translation>
    </message>
    <message>
        <source>Let a picture follow the edges, the depth or the pose of another one.</source>
        <translation>그림이 다른 그림의 윤곽선, 깊이 또는 자세를 따르게 합니다.</translation>
    </message>
    <message>
        <source>Upscalers</source>
        <translation>업스케일러</translation>
    </message>
    <message>
        <source>Enlarge finished pictures: Image &gt; Continue from Here &gt; Upscale.</source>
        <translation>완성된 그림을 확대합니다: 이미지 &gt; 이 그림으로 계속하기 &gt; 업스케일.</translation>
    </message>
    <message>
        <source>Get</source>
        <translation>받기</translation>
    </message>
    <message>
        <source>Yours</source>
        <translation>내 모델</translation>
    </message>
    <message>
        <source>Installed</source>
        <translation>설치됨</translation>
    </message>
    <message>
        <source>Downloads</source>
        <translation>다운로드</translation>
    </message>
</context>
<context>
    <name>MoreDialog</name>
    <message>
        <source>More Like This</source>
        <translation>비슷한 그림 더 만들기</translation>
    </message>
    <message>
        <source>Generate</source>
        <translation>생성</translation>
    </message>
    <message>
        <source>Its noise</source>
        <translation>노이즈</translation>
    </message>
    <message>
        <source>Its pixels</source>
        <translation>픽셀</translation>
    </message>
    <message>
        <source>Distance</source>
        <translation>거리</translation>
    </message>
    <message>
        <source>How different the new pictures may be: 0 is the same picture, 1 another one.</source>
        <translation>새 그림이 얼마나 달라도 되는지 정합니다. 0은 같은 그림, 1은 다른 그림입니다.</translation>
    </message>
    <message>
        <source>Pictures</source>
        <translation>그림 수</translation>
    </message>
    <message>
        <source>How many are drawn.</source>
        <translation>몇 장을 그릴지 정합니다.</translation>
    </message>
    <message>
        <source>Vary</source>
        <translation>변화</translation>
    </message>
    <message>
        <source>What of the picture is kept and what changes.</source>
        <translation>그림에서 무엇을 유지하고 무엇을 바꿀지 정합니다.</translation>
    </message>
    <message>
        <source>The pictures are drawn with its settings, from its noise mixed with some of another seed: the composition stays alike.</source>
        <translation>이 그림의 설정으로 그리되, 노이즈에 다른 시드의 노이즈를 섞습니다. 구도는 비슷하게 유지됩니다.</translation>
    </message>
    <message>
        <source>The pictures start from this one: the smaller the distance, the more of it stays.</source>
        <translation>이 그림에서 시작합니다. 거리가 짧을수록 원래 모습이 더 많이 남습니다.</translation>
    </message>
</context>
<context>
    <name>NameEditor</name>
    <message>
        <source>New name</source>
        <translation>새 이름</translation>
    </message>
    <message>
        <source>There is already a “{name}”.</source>
        <translation>“{name}”이(가) 이미 있습니다.</translation>
    </message>
</context>
<context>
    <name>Names</name>
    <message>
        <source>SDXL-Turbo, 1 step</source>
        <translation>SDXL-Turbo, 1단계</translation>
    </message>
    <message>
        <source>SDXL-Turbo, 4 steps</source>
        <translation>SDXL-Turbo, 4단계</translation>
    </message>
    <message>
        <source>Lightning, 4 steps</source>
        <translation>Lightning, 4단계</translation>
    </message>
    <message>
        <source>Lightning, 8 steps</source>
        <translation>Lightning, 8단계</translation>
    </message>
    <message>
        <source>LCM, 6 steps</source>
        <translation>LCM, 6단계</translation>
    </message>
    <message>
        <source>ComfyUI’s first workflow</source>
        <translation>ComfyUI 첫 워크플로</translation>
    </message>
    <message>
        <source>A1111’s defaults</source>
        <translation>A1111 기본값</translation>
    </message>
    <message>
        <source>Apple’s defaults</source>
        <translation>Apple 기본값</translation>
    </message>
    <message>
        <source>Photograph</source>
        <translation>사진</translation>
    </message>
    <message>
        <source>Oil painting</source>
        <translation>유화</translation>
    </message>
    <message>
        <source>Watercolor</source>
        <translation>수채화</translation>
    </message>
    <message>
        <source>Line drawing</source>
        <translation>선화</translation>
    </message>
    <message>
        <source>Pixel art</source>
        <translation>픽셀 아트</translation>
    </message>
    <message>
        <source>3D render</source>
        <translation>3D 렌더</translation>
    </message>
    <message>
        <source>Starter (draws icons)</source>
        <translation>스타터(아이콘 그리기)</translation>
    </message>
    <message>
        <source>Starter</source>
        <translation>스타터</translation>
    </message>
</context>
<context>
    <name>NeuralEngineView</name>
    <message>
        <source>Neural Engine</source>
        <translation>Neural Engine</translation>
    </message>
    <message>
        <source>Check</source>
        <translation>검사</translation>
    </message>
    <message>
        <source>Check what keeps it off the Neural Engine</source>
        <translation>Neural Engine에서 실행되지 못하는 이유 검사</translation>
    </message>
    <message>
        <source>Not checked yet.</source>
        <translation>아직 검사하지 않았습니다.</translation>
    </message>
    <message>
        <source>Nothing in this model keeps it off the Neural Engine.</source>
        <translation>이 모델은 모두 Neural Engine에서 실행할 수 있습니다.</translation>
    </message>
    <message>
        <source> (on few values: costs little)</source>
        <translation> (값이 적어 영향이 작음)</translation>
    </message>
    <message>
        <source>Looking through its operations…</source>
        <translation>연산을 살펴보는 중…</translation>
    </message>
</context>
<context>
    <name>NoiseGroup</name>
    <message>
        <source>PyTorch, as ComfyUI and A1111 on a Mac</source>
        <translation>PyTorch(Mac의 ComfyUI, A1111과 같음)</translation>
    </message>
    <message>
        <source>NumPy, as Apple’s pipelines</source>
        <translation>NumPy(Apple 파이프라인과 같음)</translation>
    </message>
    <message>
        <source>NVIDIA, as A1111 with such a card</source>
        <translation>NVIDIA(해당 그래픽 카드의 A1111과 같음)</translation>
    </message>
    <message>
        <source>Variation</source>
        <translation>변형</translation>
    </message>
    <message>
        <source>How far the noise moves toward that of another seed: a little gives variations of the same picture, 1 gives the other picture.</source>
        <translation>노이즈를 다른 시드 쪽으로 얼마나 옮길지 정합니다. 조금이면 같은 그림의 변형이 되고, 1이면 다른 시드의 그림이 됩니다.</translation>
    </message>
    <message>
        <source>The seed whose noise is mixed in; each picture of a batch has the next one.</source>
        <translation>섞을 노이즈의 시드입니다. 여러 장을 그리면 장마다 다음 시드를 씁니다.</translation>
    </message>
    <message>
        <source>Noise</source>
        <translation>노이즈</translation>
    </message>
    <message>
        <source>Which random numbers a seed stands for: other programs use other ones.</source>
        <translation>시드가 뜻하는 난수의 종류입니다. 프로그램마다 다른 난수를 씁니다.</translation>
    </message>
    <message>
        <source>Variation strength</source>
        <translation>변형 강도</translation>
    </message>
    <message>
        <source>Variation seed</source>
        <translation>변형 시드</translation>
    </message>
    <message>
        <source>Noise source</source>
        <translation>노이즈 종류</translation>
    </message>
</context>
<context>
    <name>NothingFound</name>
    <message>
        <source>No Results</source>
        <translation>결과 없음</translation>
    </message>
    <message>
        <source>No picture matches the search and the filters.</source>
        <translation>검색과 필터에 맞는 그림이 없습니다.</translation>
    </message>
    <message>
        <source>Clear Search and Filters</source>
        <translation>검색과 필터 지우기</translation>
    </message>
</context>
<context>
    <name>OfferPage</name>
    <message>
        <source>Back</source>
        <translation>뒤로</translation>
    </message>
    <message>
        <source>Try Again</source>
        <translation>다시 시도</translation>
    </message>
    <message>
        <source>Set a Token…</source>
        <translation>토큰 설정…</translation>
    </message>
    <message>
        <source>Open Its Page</source>
        <translation>페이지 열기</translation>
    </message>
    <message>
        <source>Searching…</source>
        <translation>찾는 중…</translation>
    </message>
    <message>
        <source>License: {name}</source>
        <translation>라이선스: {name}</translation>
    </message>
    <message numerus="yes">
        <source>%n model(s) that Easel can use</source>
        <translation>
            <numerusform>Easel이 쓸 수 있는 모델 %n개</numerusform>
        </translation>
    </message>
    <message>
        <source>Its owner asks everyone to accept the terms first: do so on its page while logged in, then set a token here.</source>
        <translation>소유자가 약관 동의를 요구합니다. 로그인한 상태로 페이지에서 동의한 다음 여기에서 토큰을 설정하십시오.</translation>
    </message>
    <message>
        <source>No Connection</source>
        <translation>연결 없음</translation>
    </message>
    <message>
        <source>Not Available Now</source>
        <translation>지금은 사용할 수 없음</translation>
    </message>
    <message>
        <source>A Login Is Needed</source>
        <translation>로그인 필요</translation>
    </message>
    <message>
        <source>Nothing Found</source>
        <translation>찾을 수 없음</translation>
    </message>
    <message>
        <source>Not Available</source>
        <translation>사용할 수 없음</translation>
    </message>
</context>
<context>
    <name>OfferRow</name>
    <message>
        <source>Set a Token…</source>
        <translation>토큰 설정…</translation>
    </message>
    <message>
        <source>Recommended</source>
        <translation>추천</translation>
    </message>
    <message>
        <source>One file</source>
        <translation>파일 하나</translation>
    </message>
    <message>
        <source>Diffusers folder</source>
        <translation>Diffusers 폴더</translation>
    </message>
    <message>
        <source>Core ML</source>
        <translation>Core ML</translation>
    </message>
    <message>
        <source>Core ML, zipped</source>
        <translation>Core ML(zip)</translation>
    </message>
    <message>
        <source>LoRA, VAE or the like</source>
        <translation>LoRA, VAE 등</translation>
    </message>
    <message numerus="yes">
        <source>%n file(s)</source>
        <translation>
            <numerusform>파일 %n개</numerusform>
        </translation>
    </message>
    <message>
        <source>size unknown</source>
        <translation>크기 알 수 없음</translation>
    </message>
</context>
<context>
    <name>OriginActions</name>
    <message>
        <source>Nothing in the gallery was made from “{name}”.</source>
        <translation>갤러리에는 “{name}”에서 만든 그림이 없습니다.</translation>
    </message>
</context>
<context>
    <name>OtherAppsBanner</name>
    <message>
        <source>Models of other apps are on this computer: {apps}.</source>
        <translation>다른 앱의 모델이 이 컴퓨터에 있습니다: {apps}.</translation>
    </message>
    <message>
        <source>Use Them</source>
        <translation>사용</translation>
    </message>
    <message>
        <source>Choose…</source>
        <translation>선택…</translation>
    </message>
</context>
<context>
    <name>Page</name>
    <message>
        <source>First page</source>
        <translation>첫 페이지</translation>
    </message>
</context>
<context>
    <name>PictureCanvas</name>
    <message>
        <source>Picture</source>
        <translation>그림</translation>
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
    <name>PictureViewer</name>
    <message>
        <source>Picture</source>
        <translation>그림</translation>
    </message>
    <message>
        <source>Previous picture (←)</source>
        <translation>이전 그림 (←)</translation>
    </message>
    <message>
        <source>Next picture (→)</source>
        <translation>다음 그림 (→)</translation>
    </message>
    <message>
        <source>Rating</source>
        <translation>별점</translation>
    </message>
    <message>
        <source>Tags</source>
        <translation>태그</translation>
    </message>
    <message>
        <source>Continue from here</source>
        <translation>이 그림으로 계속하기</translation>
    </message>
    <message>
        <source>Compare with its original (C)</source>
        <translation>원본과 비교(C)</translation>
    </message>
</context>
<context>
    <name>Places</name>
    <message>
        <source>This Computer</source>
        <translation>이 컴퓨터</translation>
    </message>
</context>
<context>
    <name>PredictionChoice</name>
    <message>
        <source>Noise (epsilon)</source>
        <translation>노이즈(epsilon)</translation>
    </message>
    <message>
        <source>Velocity (v-prediction)</source>
        <translation>속도(v-prediction)</translation>
    </message>
    <message>
        <source>Predicts</source>
        <translation>예측 대상</translation>
    </message>
    <message>
        <source>What the model was trained to predict: the wrong one gives colored noise.</source>
        <translation>모델이 예측하도록 학습한 것입니다. 잘못 고르면 색깔 노이즈가 나옵니다.</translation>
    </message>
    <message>
        <source>The files of this model don’t say it. If its pictures come out as noise, choose the other one: Easel remembers it for this model.</source>
        <translation>이 모델의 파일에는 적혀 있지 않습니다. 그림이 노이즈로 나오면 다른 것을 고르십시오. Easel이 이 모델에 대해 기억합니다.</translation>
    </message>
</context>
<context>
    <name>PreferencesDialog</name>
    <message>
        <source>Settings</source>
        <translation>설정</translation>
    </message>
    <message>
        <source>General</source>
        <translation>일반</translation>
    </message>
    <message>
        <source>Models</source>
        <translation>모델</translation>
    </message>
    <message>
        <source>Core ML</source>
        <translation>Core ML</translation>
    </message>
    <message>
        <source>Servers</source>
        <translation>서버</translation>
    </message>
    <message>
        <source>While Drawing</source>
        <translation>그리는 동안</translation>
    </message>
</context>
<context>
    <name>PresetPicker</name>
    <message>
        <source>Choose…</source>
        <translation>선택…</translation>
    </message>
    <message>
        <source>Preset</source>
        <translation>프리셋</translation>
    </message>
    <message>
        <source>Yours</source>
        <translation>내 프리셋</translation>
    </message>
    <message>
        <source>Come with Easel</source>
        <translation>Easel 기본 프리셋</translation>
    </message>
    <message>
        <source>Save Settings as Preset…</source>
        <translation>설정을 프리셋으로 저장…</translation>
    </message>
    <message>
        <source>Manage Presets…</source>
        <translation>프리셋 관리…</translation>
    </message>
</context>
<context>
    <name>PresetsDialog</name>
    <message>
        <source>Presets</source>
        <translation>프리셋</translation>
    </message>
    <message>
        <source>Apply</source>
        <translation>적용</translation>
    </message>
    <message>
        <source>Share as File…</source>
        <translation>파일로 공유…</translation>
    </message>
    <message>
        <source>Move to Trash</source>
        <translation>휴지통으로 이동</translation>
    </message>
    <message>
        <source>Add from File…</source>
        <translation>파일에서 추가…</translation>
    </message>
    <message>
        <source>Share Preset</source>
        <translation>프리셋 공유</translation>
    </message>
    <message>
        <source>Presets (*.json)</source>
        <translation>프리셋 (*.json)</translation>
    </message>
    <message>
        <source>Add Preset</source>
        <translation>프리셋 추가</translation>
    </message>
    <message>
        <source>You haven’t saved any presets yet.</source>
        <translation>저장한 프리셋이 아직 없습니다.</translation>
    </message>
</context>
<context>
    <name>Progress</name>
    <message>
        <source>Loading {what}</source>
        <translation>{what} 불러오는 중</translation>
    </message>
    <message>
        <source>Drawing {i} of {n}</source>
        <translation>{n}장 중 {i}번째 그리는 중</translation>
    </message>
    <message>
        <source>Drawing</source>
        <translation>그리는 중</translation>
    </message>
    <message>
        <source>Stopping…</source>
        <translation>중단하는 중…</translation>
    </message>
    <message>
        <source>Drawing {n} jobs</source>
        <translation>작업 {n}개 그리는 중</translation>
    </message>
    <message>
        <source>Drawing {n} in {places} places</source>
        <translation>{places}곳에서 {n}장 그리는 중</translation>
    </message>
    <message>
        <source>{seconds} s</source>
        <translation>{seconds}초</translation>
    </message>
    <message>
        <source>{n} ready</source>
        <translation>{n}장 완성</translation>
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
        <source>Loading</source>
        <translation>불러오는 중</translation>
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
    <name>PromptCompletion</name>
    <message>
        <source>Style: {names}</source>
        <translation>스타일: {names}</translation>
    </message>
</context>
<context>
    <name>PromptGroup</name>
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
        <source>Weight and insert words</source>
        <translation>단어 가중치와 삽입</translation>
    </message>
    <message>
        <source>Prompt</source>
        <translation>프롬프트</translation>
    </message>
    <message>
        <source>Earlier prompts</source>
        <translation>이전 프롬프트</translation>
    </message>
    <message>
        <source>Styles</source>
        <translation>스타일</translation>
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
        <source>Compute unit</source>
        <translation>연산 장치</translation>
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
        <source>How closely the picture follows the prompt. 1 or below switches guidance and the negative prompt off.</source>
        <translation>그림이 프롬프트를 얼마나 따르는지 정합니다. 1 이하이면 가이던스와 네거티브 프롬프트가 꺼집니다.</translation>
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
        <source>ControlNet</source>
        <translation>ControlNet</translation>
    </message>
    <message>
        <source>High-resolution fix</source>
        <translation>고해상도 보정</translation>
    </message>
    <message>
        <source>Grid</source>
        <translation>그리드</translation>
    </message>
    <message>
        <source>Variation and noise</source>
        <translation>변형과 노이즈</translation>
    </message>
    <message>
        <source>Preset</source>
        <translation>프리셋</translation>
    </message>
    <message>
        <source>Settings with a name: of models that need few steps, and your own.</source>
        <translation>이름을 붙인 설정입니다. 적은 단계로 그리는 모델용 설정과 직접 저장한 설정이 있습니다.</translation>
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
        <source>The queue is empty. Press Generate as often as you like: what can’t be drawn at once waits here.</source>
        <translation>대기 중인 작업이 없습니다. 생성을 여러 번 눌러도 됩니다. 바로 그릴 수 없는 작업은 여기서 기다립니다.</translation>
    </message>
    <message>
        <source>Notices</source>
        <translation>알림</translation>
    </message>
    <message>
        <source>Resume</source>
        <translation>계속</translation>
    </message>
    <message>
        <source>Pause</source>
        <translation>일시 정지</translation>
    </message>
    <message>
        <source>and {n} more</source>
        <translation>그 외 {n}개</translation>
    </message>
    <message>
        <source>about {time}</source>
        <translation>약 {time}</translation>
    </message>
    <message>
        <source>for {program}</source>
        <translation>{program}의 요청</translation>
    </message>
    <message>
        <source>Making {name} smaller</source>
        <translation>{name} 더 작게 만드는 중</translation>
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
        <translation>그림 {n}장</translation>
    </message>
    <message>
        <source>Converting {name}</source>
        <translation>{name} 변환 중</translation>
    </message>
    <message>
        <source>The running job finishes; no other one starts.</source>
        <translation>실행 중인 작업까지만 하고 다음 작업은 시작하지 않습니다.</translation>
    </message>
    <message>
        <source>Checking {name}</source>
        <translation>{name} 검사 중</translation>
    </message>
    <message>
        <source>Upscale {name}</source>
        <translation>{name} 업스케일</translation>
    </message>
    <message>
        <source>Grid</source>
        <translation>그리드</translation>
    </message>
</context>
<context>
    <name>QuitQuestion</name>
    <message>
        <source>Easel is still drawing. Quit anyway?</source>
        <translation>Easel이 아직 그리는 중입니다. 종료하겠습니까?</translation>
    </message>
    <message numerus="yes">
        <source>%n more job(s) wait. All of them are offered again next time.</source>
        <translation>
            <numerusform>대기 중인 작업이 %n개 더 있습니다. 다음에 실행하면 모두 다시 제안합니다.</numerusform>
        </translation>
    </message>
    <message>
        <source>The picture is offered again next time, from its beginning.</source>
        <translation>다음에 실행하면 이 그림을 처음부터 다시 그리도록 제안합니다.</translation>
    </message>
    <message>
        <source>Quit</source>
        <translation>종료</translation>
    </message>
    <message>
        <source>Keep Drawing</source>
        <translation>계속 그리기</translation>
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
        <source>Guidance</source>
        <translation>가이던스</translation>
    </message>
    <message>
        <source>Sampler</source>
        <translation>샘플러</translation>
    </message>
    <message>
        <source>Schedule</source>
        <translation>스케줄</translation>
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
        <source>on the server {server}</source>
        <translation>서버 {server}</translation>
    </message>
    <message>
        <source>Starting image</source>
        <translation>시작 이미지</translation>
    </message>
    <message>
        <source>Clip skip</source>
        <translation>클립 스킵</translation>
    </message>
    <message>
        <source>Prompt as in</source>
        <translation>프롬프트 해석 방식</translation>
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
    <message>
        <source>References</source>
        <translation>참조 이미지</translation>
    </message>
    <message>
        <source>Extended</source>
        <translation>확장</translation>
    </message>
    <message>
        <source>Mask</source>
        <translation>마스크</translation>
    </message>
    <message>
        <source>ControlNet</source>
        <translation>ControlNet</translation>
    </message>
    <message>
        <source>VAE</source>
        <translation>VAE</translation>
    </message>
    <message>
        <source>High-resolution fix</source>
        <translation>고해상도 보정</translation>
    </message>
    <message>
        <source>Safety checker</source>
        <translation>안전 검사기</translation>
    </message>
    <message>
        <source>Upscaled</source>
        <translation>업스케일</translation>
    </message>
    <message>
        <source>Drawn again in fp32</source>
        <translation>fp32로 다시 그림</translation>
    </message>
    <message>
        <source>only the painted part</source>
        <translation>칠한 부분만</translation>
    </message>
    <message>
        <source>all but the painted part</source>
        <translation>칠한 부분 제외</translation>
    </message>
    <message>
        <source>feather {n}</source>
        <translation>페더 {n}</translation>
    </message>
    <message>
        <source>left {n}</source>
        <translation>왼쪽 {n}</translation>
    </message>
    <message>
        <source>top {n}</source>
        <translation>위쪽 {n}</translation>
    </message>
    <message>
        <source>right {n}</source>
        <translation>오른쪽 {n}</translation>
    </message>
    <message>
        <source>bottom {n}</source>
        <translation>아래쪽 {n}</translation>
    </message>
    <message>
        <source>in tiles</source>
        <translation>타일로</translation>
    </message>
    <message>
        <source>never in tiles</source>
        <translation>타일 안 씀</translation>
    </message>
    <message>
        <source>× {scale}, strength {strength}</source>
        <translation>× {scale}, 강도 {strength}</translation>
    </message>
    <message>
        <source>Hid this picture</source>
        <translation>이 그림을 가렸습니다</translation>
    </message>
    <message>
        <source>Off</source>
        <translation>끔</translation>
    </message>
    <message>
        <source>Noise source</source>
        <translation>노이즈 종류</translation>
    </message>
    <message>
        <source>Variation</source>
        <translation>변형</translation>
    </message>
    <message>
        <source>{strength} toward {seed}</source>
        <translation>시드 {seed} 쪽으로 {strength}</translation>
    </message>
    <message>
        <source>Grid</source>
        <translation>그리드</translation>
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
    <name>ReferenceGroup</name>
    <message>
        <source>New Picture</source>
        <translation>새 그림</translation>
    </message>
    <message>
        <source>Edit This One</source>
        <translation>이 그림 편집</translation>
    </message>
    <message>
        <source>Draw from the prompt alone.</source>
        <translation>프롬프트만으로 그립니다.</translation>
    </message>
    <message>
        <source>Change the chosen picture: the prompt says how, such as “make it night”.</source>
        <translation>선택한 그림을 바꿉니다. “밤으로 바꿔 줘”처럼 프롬프트에 어떻게 바꿀지 적으십시오.</translation>
    </message>
    <message>
        <source>Pictures to edit</source>
        <translation>편집할 그림</translation>
    </message>
    <message>
        <source>Use a model that edits</source>
        <translation>편집하는 모델 사용</translation>
    </message>
    <message>
        <source>Edit Only a Part…</source>
        <translation>일부만 편집…</translation>
    </message>
    <message>
        <source>“{name}” can’t edit pictures.</source>
        <translation>“{name}” 모델은 그림을 편집할 수 없습니다.</translation>
    </message>
    <message>
        <source>“{name}” takes {most} pictures at most.</source>
        <translation>“{name}” 모델은 그림을 최대 {most}장까지 받습니다.</translation>
    </message>
    <message>
        <source>The prompt can speak of picture 1, picture 2 and so on. Each is looked at with {size} megapixels at most.</source>
        <translation>프롬프트에서 picture 1, picture 2처럼 부를 수 있습니다. 그림마다 최대 {size}메가픽셀로 봅니다.</translation>
    </message>
    <message>
        <source>Use “{name}”</source>
        <translation>“{name}” 사용</translation>
    </message>
</context>
<context>
    <name>ReferenceStrip</name>
    <message>
        <source>Pictures to edit</source>
        <translation>편집할 그림</translation>
    </message>
    <message>
        <source>Picture {n}: {name}</source>
        <translation>그림 {n}: {name}</translation>
    </message>
    <message>
        <source>Add a picture to edit</source>
        <translation>편집할 그림 추가</translation>
    </message>
    <message>
        <source>Add Pictures to Edit</source>
        <translation>편집할 그림 추가</translation>
    </message>
    <message>
        <source>Pictures ({list})</source>
        <translation>그림 ({list})</translation>
    </message>
</context>
<context>
    <name>ReportTable</name>
    <message>
        <source>Part</source>
        <translation>부분</translation>
    </message>
    <message>
        <source>Size</source>
        <translation>크기</translation>
    </message>
    <message>
        <source>Likeness to PyTorch</source>
        <translation>PyTorch와의 유사도</translation>
    </message>
</context>
<context>
    <name>ResultRow</name>
    <message>
        <source>{count} downloads</source>
        <translation>다운로드 {count}회</translation>
    </message>
    <message>
        <source>{count} likes</source>
        <translation>좋아요 {count}개</translation>
    </message>
    <message>
        <source>terms must be accepted</source>
        <translation>약관 동의 필요</translation>
    </message>
    <message>
        <source>Show</source>
        <translation>보기</translation>
    </message>
    <message>
        <source>Show {name}</source>
        <translation>{name} 보기</translation>
    </message>
</context>
<context>
    <name>Reveal</name>
    <message>
        <source>Show in Finder</source>
        <translation>Finder에서 보기</translation>
    </message>
    <message>
        <source>Show in Folder</source>
        <translation>폴더에서 보기</translation>
    </message>
</context>
<context>
    <name>SampleStrip</name>
    <message>
        <source>Pictures that it has drawn</source>
        <translation>이 모델이 그린 그림</translation>
    </message>
</context>
<context>
    <name>SamplerControl</name>
    <message>
        <source>Default</source>
        <translation>기본값</translation>
    </message>
    <message>
        <source>As the model itself says</source>
        <translation>모델이 정한 대로</translation>
    </message>
    <message>
        <source>Sampler</source>
        <translation>샘플러</translation>
    </message>
    <message>
        <source>Schedule</source>
        <translation>스케줄</translation>
    </message>
    <message>
        <source>Sampler: how each step removes noise.</source>
        <translation>샘플러: 단계마다 노이즈를 없애는 방법입니다.</translation>
    </message>
    <message>
        <source>Schedule: how much noise each step starts with.</source>
        <translation>스케줄: 단계마다 시작하는 노이즈의 양입니다.</translation>
    </message>
</context>
<context>
    <name>SaveButtons</name>
    <message>
        <source>Cancel</source>
        <translation>취소</translation>
    </message>
    <message>
        <source>Save</source>
        <translation>저장</translation>
    </message>
</context>
<context>
    <name>SavePresetDialog</name>
    <message>
        <source>Save Preset</source>
        <translation>프리셋 저장</translation>
    </message>
    <message>
        <source>Name of the preset</source>
        <translation>프리셋 이름</translation>
    </message>
    <message>
        <source>All numeric settings are saved. Also save:</source>
        <translation>모든 수치 설정이 저장됩니다. 함께 저장할 항목:</translation>
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
        <source>Prompt and negative prompt</source>
        <translation>프롬프트와 네거티브 프롬프트</translation>
    </message>
    <message>
        <source>Seed</source>
        <translation>시드</translation>
    </message>
    <message>
        <source>Starting image</source>
        <translation>시작 이미지</translation>
    </message>
</context>
<context>
    <name>Saving</name>
    <message>
        <source>Save Picture As</source>
        <translation>그림을 다른 이름으로 저장</translation>
    </message>
</context>
<context>
    <name>SearchField</name>
    <message>
        <source>Clear</source>
        <translation>지우기</translation>
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
    <name>ServerDialog</name>
    <message>
        <source>Studio</source>
        <translation>스튜디오</translation>
    </message>
    <message>
        <source>Unchanged</source>
        <translation>그대로</translation>
    </message>
    <message>
        <source>Only where the server asks for one</source>
        <translation>서버가 요구할 때만</translation>
    </message>
    <message>
        <source>Server</source>
        <translation>서버</translation>
    </message>
    <message>
        <source>ComfyUI’s port is 8188 (taken where none is given), A1111’s 7860</source>
        <translation>ComfyUI의 포트는 8188(입력하지 않으면 사용), A1111의 포트는 7860입니다</translation>
    </message>
    <message>
        <source>Sent with each request and kept in the keychain; also user:password, or a header: Name: value</source>
        <translation>요청마다 함께 보내며 키체인에 보관합니다. user:password나 헤더(Name: value)도 쓸 수 있습니다</translation>
    </message>
    <message>
        <source>Trust its certificate, even a self-signed one</source>
        <translation>자체 서명된 인증서도 신뢰</translation>
    </message>
    <message>
        <source>Test</source>
        <translation>테스트</translation>
    </message>
    <message>
        <source>Name</source>
        <translation>이름</translation>
    </message>
    <message>
        <source>Address</source>
        <translation>주소</translation>
    </message>
    <message>
        <source>Token</source>
        <translation>토큰</translation>
    </message>
</context>
<context>
    <name>ServerList</name>
    <message>
        <source>Servers that draw</source>
        <translation>그림을 그리는 서버</translation>
    </message>
    <message>
        <source>Add a server</source>
        <translation>서버 추가</translation>
    </message>
    <message>
        <source>Forget the server and its token</source>
        <translation>서버와 토큰 삭제</translation>
    </message>
    <message>
        <source>Change…</source>
        <translation>변경…</translation>
    </message>
    <message>
        <source>Test</source>
        <translation>테스트</translation>
    </message>
    <message>
        <source>Ask which program answers, its free memory and queue</source>
        <translation>응답하는 프로그램, 여유 메모리, 대기열 확인</translation>
    </message>
    <message>
        <source>No servers. Press + to draw on a computer that runs ComfyUI, A1111 or Forge.</source>
        <translation>서버가 없습니다. ComfyUI, A1111 또는 Forge를 실행하는 컴퓨터에서 그리려면 +를 누르십시오.</translation>
    </message>
</context>
<context>
    <name>ServersPage</name>
    <message>
        <source>Let other apps on this computer draw with Easel</source>
        <translation>이 컴퓨터의 다른 앱이 Easel로 그리도록 허용</translation>
    </message>
    <message>
        <source>New Token</source>
        <translation>새로운 토큰</translation>
    </message>
    <message>
        <source>Copy the token</source>
        <translation>토큰 복사</translation>
    </message>
    <message>
        <source>Apps that use the old token can no longer draw.</source>
        <translation>이전 토큰을 쓰는 앱은 더 이상 그릴 수 없습니다.</translation>
    </message>
    <message>
        <source>For chat apps that know OpenAI’s or A1111’s image interface, while this window is open. Their requests join the queue. Nothing can be reached from other computers, and web pages are refused.</source>
        <translation>OpenAI나 A1111의 이미지 인터페이스를 쓰는 채팅 앱을 위한 것으로, 이 윈도우가 열려 있는 동안 동작합니다. 요청은 대기열에 들어갑니다. 다른 컴퓨터에서는 접근할 수 없고 웹 페이지는 거절됩니다.</translation>
    </message>
    <message>
        <source>Copy the address</source>
        <translation>주소 복사</translation>
    </message>
    <message>
        <source>Port</source>
        <translation>포트</translation>
    </message>
    <message>
        <source>Address</source>
        <translation>주소</translation>
    </message>
    <message>
        <source>Token</source>
        <translation>토큰</translation>
    </message>
    <message>
        <source>Copy the Entry for an Assistant</source>
        <translation>AI 비서용 항목 복사</translation>
    </message>
    <message>
        <source>Draw on servers</source>
        <translation>서버에서 그리기</translation>
    </message>
    <message>
        <source>Draw for other apps</source>
        <translation>다른 앱을 위해 그리기</translation>
    </message>
    <message>
        <source>Assistants that use the Model Context Protocol start Easel themselves and need neither port nor token: add this entry to their list of servers.</source>
        <translation>Model Context Protocol을 쓰는 AI 비서는 Easel을 직접 시작하므로 포트도 토큰도 필요 없습니다. 이 항목을 비서의 서버 목록에 넣으십시오.</translation>
    </message>
    <message>
        <source>Copy</source>
        <translation>복사</translation>
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
        <source>Far larger than this model was made for ({width} × {height}): it takes long, and things appear twice. The high-resolution fix keeps the picture whole.</source>
        <translation>이 모델에 맞는 크기({width} × {height})보다 훨씬 큽니다. 오래 걸리고 사물이 겹쳐 그려질 수 있습니다. 고해상도 보정을 쓰면 구도가 유지됩니다.</translation>
    </message>
</context>
<context>
    <name>SourceButton</name>
    <message>
        <source>Choose a folder or an album</source>
        <translation>폴더나 앨범 선택</translation>
    </message>
    <message>
        <source>All Pictures</source>
        <translation>모든 그림</translation>
    </message>
    <message>
        <source>Shown: {name}</source>
        <translation>표시 중: {name}</translation>
    </message>
    <message>
        <source>Albums</source>
        <translation>앨범</translation>
    </message>
    <message>
        <source>Add a Folder to the Gallery…</source>
        <translation>갤러리에 폴더 추가…</translation>
    </message>
    <message>
        <source>Folders</source>
        <translation>폴더</translation>
    </message>
    <message>
        <source>Smart Albums</source>
        <translation>스마트 앨범</translation>
    </message>
    <message>
        <source>New Album from the Selection…</source>
        <translation>선택한 그림으로 새 앨범…</translation>
    </message>
    <message>
        <source>New Smart Album from This Search…</source>
        <translation>이 검색으로 새 스마트 앨범…</translation>
    </message>
    <message>
        <source>Rename Album…</source>
        <translation>앨범 이름 변경…</translation>
    </message>
    <message>
        <source>Delete Album</source>
        <translation>앨범 삭제</translation>
    </message>
    <message>
        <source>Remove a Folder from the Gallery</source>
        <translation>갤러리에서 폴더 제거</translation>
    </message>
</context>
<context>
    <name>SourceList</name>
    <message>
        <source>Pages</source>
        <translation>페이지</translation>
    </message>
</context>
<context>
    <name>SpanDialog</name>
    <message>
        <source>Choose Days</source>
        <translation>기간 선택</translation>
    </message>
    <message>
        <source>From</source>
        <translation>시작</translation>
    </message>
    <message>
        <source>To</source>
        <translation>끝</translation>
    </message>
    <message>
        <source>Show</source>
        <translation>보기</translation>
    </message>
</context>
<context>
    <name>StartFailure</name>
    <message>
        <source>Easel can’t open its window.</source>
        <translation>Easel 윈도우를 열 수 없습니다.</translation>
    </message>
    <message>
        <source>Quit</source>
        <translation>종료</translation>
    </message>
    <message>
        <source>Copy Report</source>
        <translation>보고서 복사</translation>
    </message>
</context>
<context>
    <name>StartImageGroup</name>
    <message>
        <source>Start without a picture</source>
        <translation>그림 없이 시작</translation>
    </message>
    <message>
        <source>Strength: only a part of the steps</source>
        <translation>강도: 단계의 일부만 실행</translation>
    </message>
    <message>
        <source>Denoise: all of the steps, as in ComfyUI</source>
        <translation>Denoise: ComfyUI처럼 모든 단계 실행</translation>
    </message>
    <message>
        <source>Denoise</source>
        <translation>Denoise</translation>
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
        <source>How much of the picture is redrawn: 0 keeps it, 1 replaces it.</source>
        <translation>그림을 얼마나 새로 그릴지 정합니다. 0은 그대로, 1은 완전히 새로 그립니다.</translation>
    </message>
    <message>
        <source>Strength</source>
        <translation>강도</translation>
    </message>
    <message>
        <source>Counts as</source>
        <translation>방식</translation>
    </message>
    <message>
        <source>What the strength does to the steps: it runs a part of them (A1111, diffusers), or all of them run (ComfyUI’s denoise).</source>
        <translation>강도가 단계에 작용하는 방식입니다. 일부만 실행하거나(A1111, diffusers) 모두 실행합니다(ComfyUI의 denoise).</translation>
    </message>
    <message>
        <source>How the picture is brought to the wanted size.</source>
        <translation>그림을 원하는 크기에 맞추는 방법입니다.</translation>
    </message>
    <message>
        <source>{run} of {steps} steps run.</source>
        <translation>{steps}단계 중 {run}단계를 실행합니다.</translation>
    </message>
    <message>
        <source>Starting image</source>
        <translation>시작 이미지</translation>
    </message>
</context>
<context>
    <name>StatusView</name>
    <message>
        <source>Ready</source>
        <translation>준비됨</translation>
    </message>
    <message numerus="yes">
        <source>%n picture(s)</source>
        <translation>
            <numerusform>그림 %n장</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>StyleLine</name>
    <message>
        <source>Draw without these styles</source>
        <translation>이 스타일 없이 그리기</translation>
    </message>
    <message>
        <source>Style: {names}</source>
        <translation>스타일: {names}</translation>
    </message>
</context>
<context>
    <name>StyleMenu</name>
    <message>
        <source>No Style</source>
        <translation>스타일 없음</translation>
    </message>
    <message>
        <source>Save Prompt as Style…</source>
        <translation>프롬프트를 스타일로 저장…</translation>
    </message>
    <message>
        <source>Edit Styles…</source>
        <translation>스타일 편집…</translation>
    </message>
</context>
<context>
    <name>StylesDialog</name>
    <message>
        <source>Styles</source>
        <translation>스타일</translation>
    </message>
    <message>
        <source>New style</source>
        <translation>새 스타일</translation>
    </message>
    <message>
        <source>Import Styles</source>
        <translation>스타일 가져오기</translation>
    </message>
    <message>
        <source>A1111’s styles (*.csv)</source>
        <translation>A1111 스타일 (*.csv)</translation>
    </message>
    <message numerus="yes">
        <source>%n style(s) read.</source>
        <translation>
            <numerusform>스타일 %n개를 읽었습니다.</numerusform>
        </translation>
    </message>
    <message>
        <source>Every style needs a name.</source>
        <translation>스타일마다 이름이 필요합니다.</translation>
    </message>
    <message>
        <source>Two styles have the same name.</source>
        <translation>이름이 같은 스타일이 두 개 있습니다.</translation>
    </message>
    <message>
        <source>Name</source>
        <translation>이름</translation>
    </message>
    <message>
        <source>Added to the prompt</source>
        <translation>프롬프트에 덧붙일 말</translation>
    </message>
    <message>
        <source>Added to the negative prompt</source>
        <translation>네거티브 프롬프트에 덧붙일 말</translation>
    </message>
    <message>
        <source>{prompt} stands for your prompt; without it the style comes after.</source>
        <translation>{prompt}는 입력한 프롬프트를 뜻합니다. 없으면 프롬프트 뒤에 붙습니다.</translation>
    </message>
    <message>
        <source>Add a style</source>
        <translation>스타일 추가</translation>
    </message>
    <message>
        <source>Remove the style</source>
        <translation>스타일 제거</translation>
    </message>
    <message>
        <source>Import…</source>
        <translation>가져오기…</translation>
    </message>
    <message>
        <source>Import styles</source>
        <translation>스타일 가져오기</translation>
    </message>
</context>
<context>
    <name>Summaries</name>
    <message>
        <source>with a mask</source>
        <translation>마스크 사용</translation>
    </message>
    <message>
        <source>clip skip {n}</source>
        <translation>클립 스킵 {n}</translation>
    </message>
</context>
<context>
    <name>Tags</name>
    <message>
        <source>Red</source>
        <translation>빨간색</translation>
    </message>
    <message>
        <source>Orange</source>
        <translation>주황색</translation>
    </message>
    <message>
        <source>Yellow</source>
        <translation>노란색</translation>
    </message>
    <message>
        <source>Green</source>
        <translation>초록색</translation>
    </message>
    <message>
        <source>Blue</source>
        <translation>파란색</translation>
    </message>
    <message>
        <source>Purple</source>
        <translation>보라색</translation>
    </message>
    <message>
        <source>Gray</source>
        <translation>회색</translation>
    </message>
</context>
<context>
    <name>TemplateField</name>
    <message>
        <source>The prompt’s first words</source>
        <translation>프롬프트의 첫 단어</translation>
    </message>
    <message>
        <source>The negative prompt’s first words</source>
        <translation>네거티브 프롬프트의 첫 단어</translation>
    </message>
    <message>
        <source>Seed</source>
        <translation>시드</translation>
    </message>
    <message>
        <source>Model</source>
        <translation>모델</translation>
    </message>
    <message>
        <source>Sampler</source>
        <translation>샘플러</translation>
    </message>
    <message>
        <source>Steps</source>
        <translation>단계</translation>
    </message>
    <message>
        <source>Guidance</source>
        <translation>가이던스</translation>
    </message>
    <message>
        <source>Width in pixels</source>
        <translation>너비(픽셀)</translation>
    </message>
    <message>
        <source>Height in pixels</source>
        <translation>높이(픽셀)</translation>
    </message>
    <message>
        <source>Day it was made</source>
        <translation>만든 날짜</translation>
    </message>
    <message>
        <source>Time it was made</source>
        <translation>만든 시간</translation>
    </message>
    <message>
        <source>The name it has now</source>
        <translation>현재 이름</translation>
    </message>
    <message>
        <source>1, 2, 3 in this order</source>
        <translation>순서대로 1, 2, 3</translation>
    </message>
    <message>
        <source>Name</source>
        <translation>이름</translation>
    </message>
    <message>
        <source>Insert</source>
        <translation>삽입</translation>
    </message>
    <message>
        <source>Insert a part of the name</source>
        <translation>이름 요소 삽입</translation>
    </message>
    <message>
        <source>Example: {name}</source>
        <translation>예: {name}</translation>
    </message>
</context>
<context>
    <name>TokenDialog</name>
    <message>
        <source>Token</source>
        <translation>토큰</translation>
    </message>
    <message>
        <source>Token for gated models</source>
        <translation>제한된 모델용 토큰</translation>
    </message>
    <message>
        <source>Some models are given only to people who accepted their terms. Accept them on the model’s page, make a token with the right to read, and paste it here. It is sent to Hugging Face only, and is kept in no file and no log.</source>
        <translation>약관에 동의한 사람만 받을 수 있는 모델이 있습니다. 모델 페이지에서 동의하고 읽기 권한이 있는 토큰을 만들어 여기에 붙여넣으십시오. 토큰은 Hugging Face로만 보내며 파일이나 로그에 남기지 않습니다.</translation>
    </message>
    <message>
        <source>Done</source>
        <translation>완료</translation>
    </message>
</context>
<context>
    <name>TokenField</name>
    <message>
        <source>Token for gated models</source>
        <translation>제한된 모델용 토큰</translation>
    </message>
    <message>
        <source>Save</source>
        <translation>저장</translation>
    </message>
    <message>
        <source>Forget</source>
        <translation>지우기</translation>
    </message>
    <message>
        <source>Forget the token</source>
        <translation>토큰 지우기</translation>
    </message>
    <message>
        <source>Get a Token…</source>
        <translation>토큰 만들기…</translation>
    </message>
    <message>
        <source>A token is set. It is in your keychain.</source>
        <translation>토큰이 설정되어 키체인에 보관됩니다.</translation>
    </message>
    <message>
        <source>A token is set. The keychain does not answer: it is kept until Easel quits.</source>
        <translation>토큰이 설정되었습니다. 키체인이 응답하지 않아 Easel을 종료할 때까지만 보관합니다.</translation>
    </message>
    <message>
        <source>A token is set. There is no keychain here: it is kept until Easel quits.</source>
        <translation>토큰이 설정되었습니다. 여기에는 키체인이 없어 Easel을 종료할 때까지만 보관됩니다.</translation>
    </message>
    <message>
        <source>Paste it here: hf_…</source>
        <translation>여기에 붙여넣기: hf_…</translation>
    </message>
</context>
<context>
    <name>TokenLabel</name>
    <message>
        <source>{n} of {room} tokens</source>
        <translation>토큰 {room}개 중 {n}개</translation>
    </message>
    <message>
        <source>This model leaves out what comes after them.</source>
        <translation>이 모델은 그 뒤의 내용을 무시합니다.</translation>
    </message>
    <message>
        <source>The prompt is read in chunks: the words of later ones act less.</source>
        <translation>프롬프트를 묶음으로 나누어 읽습니다. 뒤 묶음의 단어는 영향이 적습니다.</translation>
    </message>
    <message>
        <source>Tokens are the pieces of words that the model reads.</source>
        <translation>토큰은 모델이 읽는 단어 조각입니다.</translation>
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
    <name>UndoStack</name>
    <message>
        <source>Move to Trash</source>
        <translation>휴지통으로 이동</translation>
    </message>
    <message>
        <source>Put Back</source>
        <translation>되돌려 놓기</translation>
    </message>
    <message>
        <source>Rename</source>
        <translation>이름 변경</translation>
    </message>
    <message>
        <source>Move</source>
        <translation>이동</translation>
    </message>
    <message>
        <source>Duplicate</source>
        <translation>복제</translation>
    </message>
    <message>
        <source>Rate</source>
        <translation>별점 매기기</translation>
    </message>
    <message>
        <source>Tag</source>
        <translation>태그</translation>
    </message>
    <message>
        <source>Change Albums</source>
        <translation>앨범 변경</translation>
    </message>
    <message>
        <source>Arrange</source>
        <translation>정렬</translation>
    </message>
    <message>
        <source>Use Settings</source>
        <translation>설정 사용</translation>
    </message>
    <message>
        <source>Use Preset</source>
        <translation>프리셋 사용</translation>
    </message>
    <message>
        <source>Use Picture</source>
        <translation>그림 사용</translation>
    </message>
    <message>
        <source>Remove Picture</source>
        <translation>그림 제거</translation>
    </message>
    <message>
        <source>Remove Mask</source>
        <translation>마스크 제거</translation>
    </message>
    <message>
        <source>Remove ControlNet</source>
        <translation>ControlNet 제거</translation>
    </message>
    <message>
        <source>Remove LoRA</source>
        <translation>LoRA 제거</translation>
    </message>
    <message>
        <source>Add Trigger Words</source>
        <translation>트리거 단어 추가</translation>
    </message>
    <message>
        <source>Remove from Queue</source>
        <translation>대기열에서 제거</translation>
    </message>
    <message>
        <source>Edit Job</source>
        <translation>작업 편집</translation>
    </message>
    <message>
        <source>Edit Picture</source>
        <translation>그림 편집</translation>
    </message>
    <message>
        <source>Change References</source>
        <translation>참조 그림 변경</translation>
    </message>
    <message>
        <source>Extend</source>
        <translation>확장</translation>
    </message>
</context>
<context>
    <name>UnitConfirmation</name>
    <message>
        <source>Compute unit</source>
        <translation>연산 장치</translation>
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
    <name>UpscaleDialog</name>
    <message>
        <source>Upscale</source>
        <translation>업스케일</translation>
    </message>
    <message>
        <source>{n} pixels</source>
        <translation>{n}픽셀</translation>
    </message>
    <message>
        <source>Model Folders…</source>
        <translation>모델 폴더…</translation>
    </message>
    <message>
        <source>Get One…</source>
        <translation>받기…</translation>
    </message>
    <message>
        <source>Get an upscaler</source>
        <translation>업스케일러 받기</translation>
    </message>
    <message numerus="yes">
        <source>Upscale %n picture(s)</source>
        <translation>
            <numerusform>그림 %n장 업스케일</numerusform>
        </translation>
    </message>
    <message>
        <source>The file decides how many times larger: most make four times. The new picture is saved beside the old one.</source>
        <translation>배율은 파일에 따라 정해지며 대부분 4배입니다. 새 그림은 원본과 나란히 저장됩니다.</translation>
    </message>
    <message>
        <source>No upscaler is in your model folders. Get one, or put a file of the Real-ESRGAN family there, as safetensors.</source>
        <translation>모델 폴더에 업스케일러가 없습니다. 하나를 받거나 Real-ESRGAN 계열의 safetensors 파일을 넣으십시오.</translation>
    </message>
    <message>
        <source>Upscaler</source>
        <translation>업스케일러</translation>
    </message>
    <message>
        <source>The file that draws the larger picture.</source>
        <translation>더 큰 그림을 만드는 파일입니다.</translation>
    </message>
    <message>
        <source>Tiles</source>
        <translation>타일</translation>
    </message>
    <message>
        <source>The picture is enlarged piece by piece: smaller ones need less memory.</source>
        <translation>그림을 조각으로 나누어 키웁니다. 조각이 작을수록 메모리를 덜 씁니다.</translation>
    </message>
</context>
<context>
    <name>UseRecipe</name>
    <message>
        <source>The starting image is no longer where it was.</source>
        <translation>시작 이미지가 원래 위치에 없습니다.</translation>
    </message>
    <message>
        <source>The mask is no longer where it was.</source>
        <translation>마스크가 원래 위치에 없습니다.</translation>
    </message>
    <message>
        <source>No longer where they were: {list}.</source>
        <translation>더 이상 그 자리에 없음: {list}.</translation>
    </message>
    <message>
        <source>Not among your ControlNets: {list}.</source>
        <translation>가지고 있지 않은 ControlNet: {list}</translation>
    </message>
    <message>
        <source>The picture of a ControlNet is no longer where it was.</source>
        <translation>ControlNet 그림이 원래 위치에 없습니다.</translation>
    </message>
    <message>
        <source>The VAE “{name}” is not among yours: the model’s own is used.</source>
        <translation>VAE “{name}”이(가) 없어 모델 자체 VAE를 사용합니다.</translation>
    </message>
    <message>
        <source>The high-resolution fix could not be read.</source>
        <translation>고해상도 보정 설정을 읽을 수 없습니다.</translation>
    </message>
    <message>
        <source>There is no noise source “{name}” here: it stays as it was.</source>
        <translation>“{name}” 노이즈 소스가 없어 그대로 두었습니다.</translation>
    </message>
    <message>
        <source>This sheet doesn’t say which settings its grid compared.</source>
        <translation>이 그리드 이미지에는 무엇을 비교했는지가 기록되어 있지 않습니다.</translation>
    </message>
    <message>
        <source>The setting “{name}” can’t be understood.</source>
        <translation>“{name}” 설정을 이해할 수 없습니다.</translation>
    </message>
    <message>
        <source>The model “{name}” is not among yours.</source>
        <translation>“{name}” 모델이 없습니다.</translation>
    </message>
    <message>
        <source>The model “{name}” is not among yours: “{current}” stays chosen.</source>
        <translation>“{name}” 모델이 없어 “{current}”을(를) 그대로 씁니다.</translation>
    </message>
    <message>
        <source>The chosen model can’t draw {width} × {height}: the size stays as it was.</source>
        <translation>선택한 모델은 {width} × {height} 크기로 그릴 수 없어 크기를 그대로 두었습니다.</translation>
    </message>
    <message>
        <source>There is no sampler “{name}” here: it stays as it was.</source>
        <translation>“{name}” 샘플러가 없어 그대로 두었습니다.</translation>
    </message>
    <message>
        <source>There is no schedule “{name}” here: it stays as it was.</source>
        <translation>“{name}” 스케줄이 없어 그대로 두었습니다.</translation>
    </message>
    <message>
        <source>The chosen model can’t use “{unit}” on this machine.</source>
        <translation>선택한 모델은 이 컴퓨터에서 “{unit}”을(를) 쓸 수 없습니다.</translation>
    </message>
    <message>
        <source>Not among your LoRAs: {list}.</source>
        <translation>내 LoRA에 없음: {list}.</translation>
    </message>
</context>
<context>
    <name>ViewActions</name>
    <message>
        <source>Before</source>
        <translation>바꾸기 전</translation>
    </message>
    <message>
        <source>{place} of {count}</source>
        <translation>{count}장 중 {place}번째</translation>
    </message>
    <message>
        <source>“{name}” can’t be shown: it is damaged, too large or gone.</source>
        <translation>“{name}”을(를) 표시할 수 없습니다. 손상되었거나, 너무 크거나, 사라졌습니다.</translation>
    </message>
</context>
<context>
    <name>ViewerOverlay</name>
    <message>
        <source>Zoom out (−)</source>
        <translation>축소 (−)</translation>
    </message>
    <message>
        <source>All of it, or 100% (Z)</source>
        <translation>전체 또는 100% (Z)</translation>
    </message>
    <message>
        <source>Zoom in (+)</source>
        <translation>확대 (+)</translation>
    </message>
    <message>
        <source>Full screen (F)</source>
        <translation>전체 화면 (F)</translation>
    </message>
    <message>
        <source>Close (Esc)</source>
        <translation>닫기 (Esc)</translation>
    </message>
</context>
<context>
    <name>WeightRow</name>
    <message>
        <source>Weight of {name}</source>
        <translation>{name}의 가중치</translation>
    </message>
    <message>
        <source>Remove {name}</source>
        <translation>{name} 제거</translation>
    </message>
</context>
<context>
    <name>Welcome</name>
    <message>
        <source>Welcome to Easel</source>
        <translation>Easel 시작하기</translation>
    </message>
    <message>
        <source>Close</source>
        <translation>닫기</translation>
    </message>
    <message>
        <source>Close the welcome</source>
        <translation>시작 안내 닫기</translation>
    </message>
    <message>
        <source>A small model that draws icons is built in. Describe a picture on the left and press Generate, or get a real model.</source>
        <translation>아이콘을 그리는 작은 모델이 들어 있습니다. 왼쪽에 그림을 설명하고 생성을 누르거나, 본격적인 모델을 받으십시오.</translation>
    </message>
    <message numerus="yes">
        <source>%n model(s) of {app}</source>
        <translation>
            <numerusform>{app}의 모델 %n개</numerusform>
        </translation>
    </message>
    <message>
        <source>Use</source>
        <translation>사용</translation>
    </message>
    <message>
        <source>Use the models of {app}</source>
        <translation>{app}의 모델 사용</translation>
    </message>
    <message>
        <source>{model}, a real model for this computer</source>
        <translation>{model}, 이 컴퓨터에 알맞은 모델</translation>
    </message>
    <message>
        <source>Get</source>
        <translation>받기</translation>
    </message>
    <message>
        <source>Get {model}</source>
        <translation>{model} 받기</translation>
    </message>
    <message>
        <source>Added</source>
        <translation>추가됨</translation>
    </message>
</context>
<context>
    <name>WindowActions</name>
    <message>
        <source>Use Settings of a Picture</source>
        <translation>그림의 설정 사용</translation>
    </message>
    <message>
        <source>Pictures and recipes ({list})</source>
        <translation>그림과 설정 파일({list})</translation>
    </message>
    <message>
        <source>Exit Full Screen</source>
        <translation>전체 화면 종료</translation>
    </message>
    <message>
        <source>Enter Full Screen</source>
        <translation>전체 화면 시작</translation>
    </message>
</context>
<context>
    <name>WorkPage</name>
    <message>
        <source>Only when another app is in front</source>
        <translation>다른 앱을 쓰고 있을 때만</translation>
    </message>
    <message>
        <source>Always</source>
        <translation>항상</translation>
    </message>
    <message>
        <source>Never</source>
        <translation>안 함</translation>
    </message>
    <message>
        <source>Show the picture while it is drawn</source>
        <translation>그리는 동안 그림 보기</translation>
    </message>
    <message>
        <source>Play a sound when a picture is ready</source>
        <translation>그림이 완성되면 소리 재생</translation>
    </message>
    <message>
        <source>Keep the computer awake while pictures are drawn</source>
        <translation>그림을 그리는 동안 컴퓨터가 잠들지 않게 하기</translation>
    </message>
    <message>
        <source>On battery too</source>
        <translation>배터리 사용 중에도</translation>
    </message>
    <message>
        <source>Notify</source>
        <translation>알림</translation>
    </message>
    <message>
        <source>Shows the picture in a notification when it is ready.</source>
        <translation>그림이 완성되면 알림으로 보여 줍니다.</translation>
    </message>
    <message>
        <source>Sound</source>
        <translation>소리</translation>
    </message>
    <message>
        <source>Preview</source>
        <translation>미리보기</translation>
    </message>
    <message>
        <source>Sleep</source>
        <translation>잠자기</translation>
    </message>
</context>
<context>
    <name>_AddressRow</name>
    <message>
        <source>Look Up</source>
        <translation>조회</translation>
    </message>
    <message>
        <source>See what is at “{address}”</source>
        <translation>“{address}”에 무엇이 있는지 보기</translation>
    </message>
    <message>
        <source>Search Hugging Face for “{text}”</source>
        <translation>Hugging Face에서 “{text}” 검색</translation>
    </message>
    <message>
        <source>Search</source>
        <translation>검색</translation>
    </message>
</context>
</TS>
