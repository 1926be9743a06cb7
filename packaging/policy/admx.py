"""Group policy: `aside.admx` and its words, each setting twice, managed and recommended.

What a policy writes is what `host/policy.py` reads: a DWORD for figures and truth, text for words, several lines for
lists. ADMX knows no fractions, so those go as text.
"""

from __future__ import annotations

from enum import StrEnum
from xml.etree import ElementTree as Tree

from policy.words import GROUPS, WORDS, Language, explained, label
from softphone.domain.setting import Group
from softphone.domain.settings import Entry, table
from softphone.host.policy import RECOMMENDED, WINDOWS_KEY

SPACE = "http://schemas.microsoft.com/GroupPolicy/2006/07/PolicyDefinitions"
REVISION = {"revision": "1.0", "schemaVersion": "1.0"}
TIERS = {"": WINDOWS_KEY, "recommended_": f"{WINDOWS_KEY}\\{RECOMMENDED}"}
LONGEST_TEXT = "2000"


def admx() -> str:
    root = Tree.Element("policyDefinitions", {"xmlns": SPACE, **REVISION})
    spaces = Tree.SubElement(root, "policyNamespaces")
    Tree.SubElement(spaces, "target", prefix="aside", namespace="Aside.Policies.Aside")
    Tree.SubElement(root, "resources", minRequiredRevision="1.0")
    definitions = Tree.SubElement(Tree.SubElement(root, "supportedOn"), "definitions")
    Tree.SubElement(definitions, "definition", name="aside", displayName="$(string.supported)")
    categories = Tree.SubElement(root, "categories")
    for tier in TIERS:
        Tree.SubElement(categories, "category", name=f"{tier}aside", displayName=f"$(string.{tier}aside)")
        for group in Group:
            name = f"{tier}{group}"
            category = Tree.SubElement(categories, "category", name=name, displayName=f"$(string.group_{group})")
            Tree.SubElement(category, "parentCategory", ref=f"{tier}aside")
    policies = Tree.SubElement(root, "policies")
    for tier, key in TIERS.items():
        for entry in table():
            _policy(policies, tier, key, entry)
    return _text(root)


def adml(language: Language) -> str:
    root = Tree.Element("policyDefinitionResources", {"xmlns": SPACE, **REVISION})
    Tree.SubElement(root, "displayName").text = "Aside"
    Tree.SubElement(root, "description").text = WORDS["templates"][language]
    resources = Tree.SubElement(root, "resources")
    strings = Tree.SubElement(resources, "stringTable")
    said = {
        "supported": WORDS["supported"][language],
        "aside": "Aside",
        "recommended_aside": WORDS["recommended"][language],
        **{f"group_{group}": words[language] for group, words in GROUPS.items()},
    }
    for entry in table():
        said |= {entry.name: label(entry, language), f"{entry.name}_explained": explained(entry, language)}
        said |= {f"{entry.name}_{value}": value for value in _choices(entry)}
    for name, words in said.items():
        Tree.SubElement(strings, "string", id=name).text = words
    presentations = Tree.SubElement(resources, "presentationTable")
    for entry in table():
        if entry.kind is not bool:
            _presented(Tree.SubElement(presentations, "presentation", id=entry.name), entry, label(entry, language))
    return _text(root)


def _policy(policies: Tree.Element, tier: str, key: str, entry: Entry) -> None:
    about = {
        "name": tier + entry.name,
        "class": "Both",
        "displayName": f"$(string.{entry.name})",
        "explainText": f"$(string.{entry.name}_explained)",
        "key": key,
    }
    own = {"valueName": entry.name} if entry.kind is bool else {"presentation": f"$(presentation.{entry.name})"}
    policy = Tree.SubElement(policies, "policy", {**about, **own})
    Tree.SubElement(policy, "parentCategory", ref=f"{tier}{entry.group}")
    Tree.SubElement(policy, "supportedOn", ref="aside")
    if entry.kind is bool:
        for name, value in (("enabledValue", "1"), ("disabledValue", "0")):
            Tree.SubElement(Tree.SubElement(policy, name), "decimal", value=value)
        return
    place = {"id": entry.name, "valueName": entry.name}
    elements = Tree.SubElement(policy, "elements")
    if issubclass(entry.kind, StrEnum):
        choices = Tree.SubElement(elements, "enum", {**place, "required": "true"})
        for value in _choices(entry):
            item = Tree.SubElement(choices, "item", displayName=f"$(string.{entry.name}_{value})")
            Tree.SubElement(Tree.SubElement(item, "value"), "string").text = value
    elif entry.kind is int:
        ends = {"minValue": f"{entry.low:.0f}", "maxValue": f"{entry.high:.0f}"}
        Tree.SubElement(elements, "decimal", {**place, **ends, "required": "true"})
    elif entry.kind is tuple:
        Tree.SubElement(elements, "multiText", {**place, "maxLength": LONGEST_TEXT, "maxStrings": "200"})
    else:
        Tree.SubElement(elements, "text", {**place, "maxLength": LONGEST_TEXT})


def _presented(box: Tree.Element, entry: Entry, words: str) -> None:
    if issubclass(entry.kind, StrEnum):
        place = str(_choices(entry).index(entry.default))
        Tree.SubElement(box, "dropdownList", refId=entry.name, noSort="true", defaultItem=place).text = words
    elif entry.kind is int:
        Tree.SubElement(box, "decimalTextBox", refId=entry.name, defaultValue=str(entry.default)).text = words
    elif entry.kind is tuple:
        Tree.SubElement(box, "multiTextBox", refId=entry.name).text = words
    else:
        text = Tree.SubElement(box, "textBox", refId=entry.name)
        Tree.SubElement(text, "label").text = words
        if entry.default != "":
            Tree.SubElement(text, "defaultValue").text = str(entry.default)


def _choices(entry: Entry) -> list[str]:
    return [each.value for each in entry.kind] if issubclass(entry.kind, StrEnum) else []


def _text(root: Tree.Element) -> str:
    Tree.indent(root)
    return '<?xml version="1.0" encoding="utf-8"?>\n' + Tree.tostring(root, encoding="unicode") + "\n"
