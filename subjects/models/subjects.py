"""An organisation or a person, once, under its identifier; a person's identifier is only ever stored encrypted (R28)."""

import uuid

from django.db import models
from django.db.models import Q

from measures.models.vocabulary import PartyKind, known

from .vocabulary import Scheme


class Subject(models.Model):
    """Found by the keyed blind index of its identifier. Same name is never same person: the name decides nothing."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    kind = models.CharField("类别", max_length=24, choices=PartyKind)
    scheme = models.CharField("证件类别", max_length=12, choices=Scheme)
    name_zh = models.CharField("名称", max_length=200)
    identifier = models.CharField("代码", max_length=40, blank=True)
    sealed = models.TextField("加密的证件号码", blank=True, editable=False)
    blind_index = models.CharField("查找索引", max_length=64, editable=False)
    masked = models.CharField("遮盖后的代码", max_length=40)
    created_at = models.DateTimeField("登记时间")

    class Meta:
        verbose_name = verbose_name_plural = "对象"
        ordering = ["-created_at", "-id"]
        constraints = [
            models.UniqueConstraint(fields=["scheme", "blind_index"], name="subject_once"),
            known("kind", PartyKind, "subject_kind_known"),
            known("scheme", Scheme, "subject_scheme_known"),
            # of a person nothing but the sealed form is stored, of an organisation the public code
            models.CheckConstraint(
                condition=Q(kind="person", identifier="") & ~Q(sealed="") | ~Q(kind="person") & ~Q(identifier="") & Q(sealed=""),
                name="subject_person_sealed",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.name_zh} {self.masked}"

    @property
    def is_person(self) -> bool:
        """Whether its identifier is a personal one."""
        return self.kind == PartyKind.PERSON
