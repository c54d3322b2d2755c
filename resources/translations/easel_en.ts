<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="en" sourcelanguage="en">
<context>
    <name>AnnotationsRow</name>
    <message numerus="yes">
        <source>%n star(s)</source>
        <translation>
            <numerusform>%n star</numerusform>
            <numerusform>%n stars</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>Banner</name>
    <message numerus="yes">
        <source>{sentence} (%n times)</source>
        <translation>
            <numerusform>{sentence} (%n time)</numerusform>
            <numerusform>{sentence} (%n times)</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>ContactSheetDialog</name>
    <message numerus="yes">
        <source>Contact Sheet of %n picture(s)</source>
        <translation>
            <numerusform>Contact Sheet of %n picture</numerusform>
            <numerusform>Contact Sheet of %n pictures</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>CoreMLPage</name>
    <message numerus="yes">
        <source>%n compiled model(s), {size}</source>
        <translation>
            <numerusform>%n compiled model, {size}</numerusform>
            <numerusform>%n compiled models, {size}</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>DownloadsButton</name>
    <message numerus="yes">
        <source>%n download(s)</source>
        <translation>
            <numerusform>%n download</numerusform>
            <numerusform>%n downloads</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>ExportActions</name>
    <message numerus="yes">
        <source>%n picture(s) exported.</source>
        <translation>
            <numerusform>%n picture exported.</numerusform>
            <numerusform>%n pictures exported.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n picture(s) exported without settings.</source>
        <translation>
            <numerusform>%n picture exported without settings.</numerusform>
            <numerusform>%n pictures exported without settings.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n picture(s) could not be exported.</source>
        <translation>
            <numerusform>%n picture could not be exported.</numerusform>
            <numerusform>%n pictures could not be exported.</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>ExportDialog</name>
    <message numerus="yes">
        <source>Export %n picture(s)</source>
        <translation>
            <numerusform>Export %n picture</numerusform>
            <numerusform>Export %n pictures</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>FileActions</name>
    <message numerus="yes">
        <source>%n picture(s) moved to the Trash.</source>
        <translation>
            <numerusform>%n picture moved to the Trash.</numerusform>
            <numerusform>%n pictures moved to the Trash.</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>FolderList</name>
    <message numerus="yes">
        <source>%n model(s)</source>
        <translation>
            <numerusform>%n model</numerusform>
            <numerusform>%n models</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n LoRA(s), VAE(s) and the like</source>
        <translation>
            <numerusform>%n LoRA, VAE or the like</numerusform>
            <numerusform>%n LoRAs, VAEs and the like</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n can’t be used</source>
        <translation>
            <numerusform>%n can’t be used</numerusform>
            <numerusform>%n can’t be used</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>GenerateActions</name>
    <message numerus="yes">
        <source>%n job(s) from last time are unfinished.</source>
        <translation>
            <numerusform>%n job from last time is unfinished.</numerusform>
            <numerusform>%n jobs from last time are unfinished.</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>GridGroup</name>
    <message numerus="yes">
        <source>%n picture(s) and a sheet.</source>
        <translation>
            <numerusform>%n picture and a sheet.</numerusform>
            <numerusform>%n pictures and a sheet.</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>InstalledPage</name>
    <message numerus="yes">
        <source>%n model(s)</source>
        <translation>
            <numerusform>%n model</numerusform>
            <numerusform>%n models</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n can’t be used: choose it to see why</source>
        <translation>
            <numerusform>%n can’t be used: choose it to see why</numerusform>
            <numerusform>%n can’t be used: choose one to see why</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>JobStatus</name>
    <message numerus="yes">
        <source>%n picture(s) ready</source>
        <translation>
            <numerusform>%n picture ready</numerusform>
            <numerusform>%n pictures ready</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>ModelOpener</name>
    <message numerus="yes">
        <source>%n model(s) are in “{folder}”.</source>
        <translation>
            <numerusform>%n model is in “{folder}”.</numerusform>
            <numerusform>%n models are in “{folder}”.</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>ModelsController</name>
    <message numerus="yes">
        <source>%n download(s) are not finished.</source>
        <translation>
            <numerusform>%n download is not finished.</numerusform>
            <numerusform>%n downloads are not finished.</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>OfferPage</name>
    <message numerus="yes">
        <source>%n model(s) that Easel can use</source>
        <translation>
            <numerusform>%n model that Easel can use</numerusform>
            <numerusform>%n models that Easel can use</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>OfferRow</name>
    <message numerus="yes">
        <source>%n file(s)</source>
        <translation>
            <numerusform>%n file</numerusform>
            <numerusform>%n files</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>QuitQuestion</name>
    <message numerus="yes">
        <source>%n more job(s) wait. All of them are offered again next time.</source>
        <translation>
            <numerusform>%n more job waits. All of them are offered again next time.</numerusform>
            <numerusform>%n more jobs wait. All of them are offered again next time.</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>StatusView</name>
    <message numerus="yes">
        <source>%n picture(s)</source>
        <translation>
            <numerusform>%n picture</numerusform>
            <numerusform>%n pictures</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>StylesDialog</name>
    <message numerus="yes">
        <source>%n style(s) read.</source>
        <translation>
            <numerusform>%n style read.</numerusform>
            <numerusform>%n styles read.</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>UpscaleDialog</name>
    <message numerus="yes">
        <source>Upscale %n picture(s)</source>
        <translation>
            <numerusform>Upscale %n picture</numerusform>
            <numerusform>Upscale %n pictures</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>Welcome</name>
    <message numerus="yes">
        <source>%n model(s) of {app}</source>
        <translation>
            <numerusform>%n model of {app}</numerusform>
            <numerusform>%n models of {app}</numerusform>
        </translation>
    </message>
</context>
</TS>
