"""Everything under /learning, gathered: importing a module adds its routes."""

from portal.blueprints.learning import (
    paths,
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
    "blueprint",
    "paths",
    "study",
    "study_boosters",
    "study_doing",
    "study_lessons",
    "study_looks",
    "study_rating",
    "study_writing",
]
