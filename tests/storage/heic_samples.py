"""Two small HEIC files as libheif writes them: with XMP (Mochi's caption), with Exif (A1111)."""

from __future__ import annotations

import base64
import zlib

_XMP = (
    "c-"
    "mc3&ubGw6rM?J$)Q%U3PnoUM$l?Wwi`>en>I#`O2J+fJUf}4Z3bp`hy7u;o?7U|lj6aH7wb_4#j7XlKcILMJQM^$"
    "LGUCMD(RcuO@%y?yl=kuy>DmV3qokZjn-"
    "6$af%=$cP))2CoV$xvt$uLSxj{t5#$&tP9roBb6ohTNvnwp2y2A@WEtW#a1e!wK7*gb&kE<Bn;v!b1RPi@15M{1w"
    "KP1JlUPe6mkbf51g9k8zGnuGJCjI}T8t_lNtCyvJ+1-;`72k{ha7|9Rb156qf|8c8}0qu-"
    "9_j~@h)_XH}MGW^|YX<6-E7-"
    "d{<}^D4xB7@jzwE*cf{9^Yzp3J5yWl*AW_7*Ysu^)Wa>j9d18>XN*x_1RfO$u!qqwNYHT}DwYqWnSZCLAo^lQ^Sh"
    "_H*Xw=KgXw3@E1q!OSS*!FkjA-^{rzBshc*hup-sRidBEJ9AEi!6(}jRD{wN)yH&>p<Zw?(ByScOb<3s1tmkWPi-"
    "YGpi^Xt{jx8-"
    "Nux8sjr^tKigJCREN0}Pn37uv~EnK*u%*?=`|mK%#OfBRPJdai)eQn?dF$~Mhzw_EL=ulm8NX)P=)n6ovrR;z%b6"
    "0Ug>Nh)4=DmQ4ckOo}oh2};MJ@8R+AW|2HnoKasyeKrSs-"
    ">UqP}}+6o0(k}Q3eFpX0{;S>QXtWILsxnh{}y+*hlOzgL}rZB&*Ceh(Y5vs~gvntl|c~?AO{N4(i5=?=WE-vTodt"
    "m<ny<A|S>b+nB2X;`c#m%_r7;-MGO#7LdpfZ0MpLZnU`T#-V<<`ReSVnO&`sf%LNG;A@xzL&+JKGoXX5H1+|O>-"
    "^R"
)
_EXIF = (
    "c-mc&&ubGw6vw}lZQ>%eid6_jO6o!Dk4vQ3;>BQ6rC{|SdUl=ck_WrVklohksfD6=QhM;<#T>k-pm-Go>t7(=1P>"
    "KKP!K#usI2czrbYU8XWx6D_kA<7GXRc6*&WjgNrNq+s48(nK?JCGNtgu~+El9<cU=raI>RoTp}1owY1B}Fl1P0Wd"
    "bVTC*a~}g$TJ>uMD56CQa#K`Xl1NvE$b@&gGwaxJ+ksKLs<f+#1@&ZVgH4U?yz6t-n#MxJ+h+7-"
    "`M&)7y$ddo7_>ZsZo{ZBJf1v$vgSBPz$(t;(}7UD*ei8@$t`BPrh$X_1~`mqbq{fZn3)5P#fvS172fXcj9ha$33R"
    "|P+|!VQEEc>w>3AWbsWgX4!FHrpXd2UIfHF4+)$6C(er(uU71X>eH99-"
    "xLWXvYaCBdH;fz~)6G=dvzM7aCCxxC>FBh2J#ujT^5)>jht~PevwvRP@E;!k_43rWg{QaQl-Hl<eO8r*N4vO)lbr"
    "cb_X#6zj}yaH*YDY^&EvFy>sJ=)R~z#{fC?gX(8FF_LxvCrDb6vSV`YU|$WPOf8Juy9aF?mDD$a7Re5F#yMO<Q^L"
    "i5bA)6D(@uSI=*"
)

WITH_XMP = zlib.decompress(base64.b85decode(_XMP))
WITH_EXIF = zlib.decompress(base64.b85decode(_EXIF))
