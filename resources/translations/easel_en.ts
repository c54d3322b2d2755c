<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="en" sourcelanguage="en">
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
    <name>GenerateActions</name>
    <message numerus="yes">
        <source>%n job(s) of last time had not run.</source>
        <translation>
            <numerusform>%n job of last time had not run.</numerusform>
            <numerusform>%n jobs of last time had not run.</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>PictureActions</name>
    <message numerus="yes">
        <source>%n picture(s) moved to the Trash.</source>
        <translation>
            <numerusform>%n picture moved to the Trash.</numerusform>
            <numerusform>%n pictures moved to the Trash.</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>WindowActions</name>
    <message numerus="yes">
        <source>%n picture(s)</source>
        <translation>
            <numerusform>%n picture</numerusform>
            <numerusform>%n pictures</numerusform>
        </translation>
    </message>
</context>
</TS>
