"""The data as a catalogue of data knows them: DCAT-AP in JSON-LD, made from the descriptor of the package."""

from typing import Any

from rollout import access, facts
from rollout.api import asked as requests
from rollout.api.answers import Answer, as_json, finished
from rollout.api.asked import Asked
from rollout.api.listings import API
from rollout.language.words import LANGUAGES
from rollout.questions.scope import EARLIEST
from rollout.store.export import package_zip
from rollout.subjects.sources.dictionary import resources

LD, ZIP = "application/ld+json", "application/zip"
PACKAGE = "package.zip"
MEDIA_TYPE, FILE_TYPE = (
    "https://www.iana.org/assignments/media-types/",
    "http://publications.europa.eu/resource/authority/file-type/",
)
CONTEXT = {
    "dcat": "http://www.w3.org/ns/dcat#",
    "dct": "http://purl.org/dc/terms/",
    "foaf": "http://xmlns.com/foaf/0.1/",
    "xsd": "http://www.w3.org/2001/XMLSchema#",
}
KOREA = "http://publications.europa.eu/resource/authority/country/KOR"
LANGUAGE = "http://publications.europa.eu/resource/authority/language/"
CODES = {"ko": "KOR", "en": "ENG"}  # ISO 639-3, as that authority has them


def package(asked: Asked) -> Answer:
    """The Frictionless package of the snapshot that is asked for, as a ZIP file."""
    name = f"rollout-snapshot-{asked.snapshot}.zip"
    return finished(package_zip(asked.asker.store, asked.snapshot), ZIP, asked.snapshot, exported=name)


def catalogue(asked: Asked) -> Answer:
    """The catalogue: the package as a dataset, and each of its tables."""
    base, content = asked.base, facts.descriptor()
    newest = requests.commits(asked.asker, asked.snapshot)[0]
    modified = {"@value": str(newest["snapshot_time"]).replace(" ", "T", 1), "@type": "xsd:dateTime"}
    office = access.settings().office
    about = {
        "dct:modified": modified,
        "dct:spatial": {"@id": KOREA},
        "dct:language": [{"@id": LANGUAGE + CODES[lang]} for lang in LANGUAGES],
        **({"dct:publisher": {"@type": "foaf:Agent", "foaf:name": office}} if office else {}),
    }
    made = {
        "@context": CONTEXT,
        "@id": f"{base}/data/catalog.jsonld",
        "@type": "dcat:Catalog",
        "dct:title": content["title"],
        "dct:description": content["description"],
        **about,
        "dcat:service": [
            {
                "@id": base + API,
                "@type": "dcat:DataService",
                "dct:title": content["title"],
                "dcat:endpointURL": {"@id": base + API},
                "dcat:endpointDescription": {"@id": f"{base}{API}/openapi.json"},
            }
        ],
        "dcat:dataset": [part | about for part in (_whole(base), *(_table(name, base) for name in resources()))],
    }
    return finished(as_json(made), LD, asked.snapshot)


def _whole(base: str) -> dict[str, Any]:
    """The package as a dataset."""
    content = facts.descriptor()
    since = {"@value": EARLIEST.isoformat(), "@type": "xsd:date"}
    return {
        "@id": f"{base}/data/{PACKAGE}#dataset",
        "@type": "dcat:Dataset",
        "dct:identifier": content["name"],
        "dct:title": content["title"],
        "dct:description": content["description"],
        "dct:temporal": {"@type": "dct:PeriodOfTime", "dcat:startDate": since},
        "dcat:version": content["version"],
        "dcat:distribution": [_distribution(f"{base}/data/{PACKAGE}", "application/zip", "ZIP")],
        "dct:hasPart": [{"@id": f"{base}{API}/tables/{name}"} for name in resources()],
    }


def _table(name: str, base: str) -> dict[str, Any]:
    """A table as a dataset with its CSV and JSON."""
    resource, address = resources()[name], f"{base}{API}/tables/{name}"
    texts = {
        f"dct:{term}": [
            {"@value": resource[term if lang == "en" else f"{term}_{lang}"], "@language": lang} for lang in LANGUAGES
        ]
        for term in ("title", "description")
    }
    files = [("text/csv", "CSV", ".csv"), ("application/json", "JSON", "")]
    return {
        "@id": address,
        "@type": "dcat:Dataset",
        "dct:identifier": name,
        **texts,
        "dcat:distribution": [_distribution(address + ending, media, kind) for media, kind, ending in files],
    }


def _distribution(address: str, media: str, kind: str) -> dict[str, Any]:
    return {
        "@type": "dcat:Distribution",
        "dcat:accessURL": {"@id": address},
        "dcat:downloadURL": {"@id": address},
        "dcat:mediaType": {"@id": MEDIA_TYPE + media},
        "dct:format": {"@id": FILE_TYPE + kind},
    }
