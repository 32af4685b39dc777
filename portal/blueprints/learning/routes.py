"""Everything under /learning, gathered: importing a module adds its routes."""

from portal.blueprints.learning import (
    author,
    author_files,
    author_lessons,
    author_parts,
    author_paths,
    author_preview,
    author_review,
    author_version,
    paths,
    sequences,
    study,
    study_boosters,
    study_doing,
    study_lessons,
    study_looks,
    study_rating,
    study_writing,
)
from portal.blueprints.learning.blueprint import blueprint

__all__ = [
    "author",
    "author_files",
    "author_lessons",
    "author_parts",
    "author_paths",
    "author_preview",
    "author_review",
    "author_version",
    "blueprint",
    "paths",
    "sequences",
    "study",
    "study_boosters",
    "study_doing",
    "study_lessons",
    "study_looks",
    "study_rating",
    "study_writing",
]
