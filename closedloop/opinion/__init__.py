"""The guiding opinion as data: each clause that binds the program once: id, words, days, who may act, our reading of it."""

from .clauses import CLAUSES as CLAUSES
from .clauses import Clause as Clause
from .roles import PRODUCERS_OF_ALL_CAUSES as PRODUCERS_OF_ALL_CAUSES
from .roles import AdminRole as AdminRole
from .roles import Role as Role
from .rule import Rule as Rule
from .rules import *  # noqa: F403 - every rule is a word of the vocabulary: opinion.PUSH_CASE
from .rules import RULES as RULES
