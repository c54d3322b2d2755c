"""Text properties of an XMP packet, and the packet with Easel's own JSON."""

from __future__ import annotations

import xml.etree.ElementTree as Xml
from xml.sax.saxutils import escape

_RDF = "{http://www.w3.org/1999/02/22-rdf-syntax-ns#}"
_NAMES = {
    "{http://purl.org/dc/elements/1.1/}description": "description",
    "{http://ns.adobe.com/xap/1.0/}CreatorTool": "creator",
    "{http://ns.adobe.com/exif/1.0/}UserComment": "comment",
    "{https://easel.art/xmp/1.0/}recipe": "easel",
}


MAX_PACKET = 2**20
"""Maximum characters of a packet: a tree of elements takes a hundred times as much memory."""


def properties(packet: str) -> dict[str, str]:
    """Return the properties `description`, `creator`, `comment` and `easel` that are present."""
    if len(packet) > MAX_PACKET:
        return {}
    start = packet.find("<x:xmpmeta")
    start = packet.find("<rdf:RDF") if start < 0 else start
    if start < 0 or "<!" in packet[start:]:  # entity definitions can grow without bound
        return {}
    end = max(packet.rfind("</x:xmpmeta>") + 12, packet.rfind("</rdf:RDF>") + 10)
    try:
        root = Xml.fromstring(packet[start:end].encode("utf-8", "replace"))  # noqa: S314 - entities are refused above
    except (Xml.ParseError, ValueError, LookupError):
        return {}
    found: dict[str, str] = {}
    for description in root.iter(f"{_RDF}Description"):
        for name, value in description.attrib.items():
            if name in _NAMES:
                found.setdefault(_NAMES[name], value)
        for element in description:
            if element.tag in _NAMES:
                found.setdefault(_NAMES[element.tag], _text(element))
    return found


def _text(element: Xml.Element) -> str:
    items = [item.text or "" for item in element.iter(f"{_RDF}li")]
    return items[0] if items else element.text or ""


def recipe_packet(json_text: str) -> bytes:
    """Return an XMP packet with Easel's JSON."""
    clean = "".join(c if c >= " " and c not in "\ufffe\uffff" else " " for c in json_text)
    return (
        '<?xpacket begin="\ufeff" id="W5M0MpCehiHzreSzNTczkc9d"?>'
        '<x:xmpmeta xmlns:x="adobe:ns:meta/">'
        '<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">'
        '<rdf:Description rdf:about="" xmlns:easel="https://easel.art/xmp/1.0/">'
        f"<easel:recipe>{escape(clean)}</easel:recipe>"
        '</rdf:Description></rdf:RDF></x:xmpmeta><?xpacket end="w"?>'
    ).encode()
