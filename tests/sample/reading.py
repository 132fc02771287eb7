"""Reads a written sample back, the way any reader of the bulk downloads would."""

from __future__ import annotations

import csv
import io
import zipfile
from pathlib import Path


def _words(text: str) -> list[str]:
    return text.split()


TRANSACTION = _words(
    """
    CMTE_ID AMNDT_IND RPT_TP TRANSACTION_PGI IMAGE_NUM TRANSACTION_TP ENTITY_TP NAME CITY
    STATE ZIP_CODE EMPLOYER OCCUPATION TRANSACTION_DT TRANSACTION_AMT OTHER_ID TRAN_ID
    FILE_NUM MEMO_CD MEMO_TEXT SUB_ID
    """
)
HEADERS = {
    "cn": _words(
        """
        CAND_ID CAND_NAME CAND_PTY_AFFILIATION CAND_ELECTION_YR CAND_OFFICE_ST CAND_OFFICE
        CAND_OFFICE_DISTRICT CAND_ICI CAND_STATUS CAND_PCC CAND_ST1 CAND_ST2 CAND_CITY
        CAND_ST CAND_ZIP
        """
    ),
    "cm": _words(
        """
        CMTE_ID CMTE_NM TRES_NM CMTE_ST1 CMTE_ST2 CMTE_CITY CMTE_ST CMTE_ZIP CMTE_DSGN
        CMTE_TP CMTE_PTY_AFFILIATION CMTE_FILING_FREQ ORG_TP CONNECTED_ORG_NM CAND_ID
        """
    ),
    "ccl": _words(
        """
        CAND_ID CAND_ELECTION_YR FEC_ELECTION_YR CMTE_ID CMTE_TP CMTE_DSGN LINKAGE_ID
        """
    ),
    "indiv": TRANSACTION,
    "oth": TRANSACTION,
    "pas2": [*TRANSACTION[:16], "CAND_ID", *TRANSACTION[16:]],
    "oppexp": _words(
        """
        CMTE_ID AMNDT_IND RPT_YR RPT_TP IMAGE_NUM LINE_NUM FORM_TP_CD SCHED_TP_CD NAME CITY
        STATE ZIP_CODE TRANSACTION_DT TRANSACTION_AMT TRANSACTION_PGI PURPOSE CATEGORY
        CATEGORY_DESC MEMO_CD MEMO_TEXT ENTITY_TP SUB_ID FILE_NUM TRAN_ID BACK_REF_TRAN_ID
        EMPTY
        """
    ),
    "weball": _words(
        """
        CAND_ID CAND_NAME CAND_ICI PTY_CD CAND_PTY_AFFILIATION TTL_RECEIPTS TRANS_FROM_AUTH
        TTL_DISB TRANS_TO_AUTH COH_BOP COH_COP CAND_CONTRIB CAND_LOANS OTHER_LOANS
        CAND_LOAN_REPAY OTHER_LOAN_REPAY DEBTS_OWED_BY TTL_INDIV_CONTRIB CAND_OFFICE_ST
        CAND_OFFICE_DISTRICT SPEC_ELECTION PRIM_ELECTION RUN_ELECTION GEN_ELECTION
        GEN_ELECTION_PRECENT OTHER_POL_CMTE_CONTRIB POL_PTY_CONTRIB CVG_END_DT INDIV_REFUNDS
        CMTE_REFUNDS
        """
    ),
    "webk": _words(
        """
        CMTE_ID CMTE_NM CMTE_TP CMTE_DSGN CMTE_FILING_FREQ TTL_RECEIPTS TRANS_FROM_AFF
        INDV_CONTRIB OTHER_POL_CMTE_CONTRIB CAND_CONTRIB CAND_LOANS TTL_LOANS_RECEIVED
        TTL_DISB TRANF_TO_AFF INDV_REFUNDS OTHER_POL_CMTE_REFUNDS CAND_LOAN_REPAY LOAN_REPAY
        COH_BOP COH_COP DEBTS_OWED_BY NONFED_TRANS_RECEIVED CONTRIB_TO_OTHER_CMTE IND_EXP
        PTY_COORD_EXP NONFED_SHARE_EXP CVG_END_DT
        """
    ),
}
HEADERS["webl"] = HEADERS["weball"]
MEMBERS = {
    "cn": "cn.txt",
    "cm": "cm.txt",
    "ccl": "ccl.txt",
    "weball": "weball18.txt",
    "webl": "webl18.txt",
    "webk": "webk18.txt",
    "indiv": "itcont.txt",
    "pas2": "itpas2.txt",
    "oth": "itoth.txt",
    "oppexp": "oppexp.txt",
}


class Mirror:
    """Reads the files of a written sample, each once."""

    def __init__(self, root: Path) -> None:
        self.root = root
        self.folder = root / "bulk-downloads" / "2018"
        self._lines: dict[str, list[str]] = {}

    def lines(self, name: str) -> list[str]:
        """Return the raw lines of one zip's main member."""
        if name not in self._lines:
            with zipfile.ZipFile(self.folder / f"{name}18.zip") as archive:
                self._lines[name] = archive.read(MEMBERS[name]).decode().splitlines()
        return self._lines[name]

    def rows(self, name: str) -> list[dict[str, str]]:
        """Return the sound rows of one zip as dictionaries."""
        header = HEADERS[name]
        split = (line.split("|") for line in self.lines(name))
        return [
            dict(zip(header, parts, strict=True)) for parts in split if len(parts) == len(header)
        ]

    def csv(self, name: str) -> list[dict[str, str]]:
        """Return the rows of ``{name}_2018.csv``."""
        text = (self.folder / f"{name}_2018.csv").read_text(encoding="utf-8")
        return list(csv.DictReader(io.StringIO(text), strict=True))
