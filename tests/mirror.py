"""Writes a folder laid out like the FEC's site, from rows that a test invents.

The columns stand here a second time, as the FEC's own descriptions list them, so that a mistake in
the catalog is seen.
"""

import csv
import io
import os
import zipfile
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path

CYCLE = 2018

_TRANSACTION = (
    "CMTE_ID AMNDT_IND RPT_TP TRANSACTION_PGI IMAGE_NUM TRANSACTION_TP ENTITY_TP NAME CITY STATE"
    " ZIP_CODE EMPLOYER OCCUPATION TRANSACTION_DT TRANSACTION_AMT OTHER_ID TRAN_ID FILE_NUM MEMO_CD"
    " MEMO_TEXT SUB_ID"
)
_SUMMARY = (
    "CAND_ID CAND_NAME CAND_ICI PTY_CD CAND_PTY_AFFILIATION TTL_RECEIPTS TRANS_FROM_AUTH TTL_DISB"
    " TRANS_TO_AUTH COH_BOP COH_COP CAND_CONTRIB CAND_LOANS OTHER_LOANS CAND_LOAN_REPAY"
    " OTHER_LOAN_REPAY DEBTS_OWED_BY TTL_INDIV_CONTRIB CAND_OFFICE_ST CAND_OFFICE_DISTRICT"
    " SPEC_ELECTION PRIM_ELECTION RUN_ELECTION GEN_ELECTION GEN_ELECTION_PRECENT"
    " OTHER_POL_CMTE_CONTRIB POL_PTY_CONTRIB CVG_END_DT INDIV_REFUNDS CMTE_REFUNDS"
)
LAYOUTS: dict[str, tuple[str, ...]] = {
    code: tuple(names.split())
    for code, names in {
        "cn": (
            "CAND_ID CAND_NAME CAND_PTY_AFFILIATION CAND_ELECTION_YR CAND_OFFICE_ST CAND_OFFICE"
            " CAND_OFFICE_DISTRICT CAND_ICI CAND_STATUS CAND_PCC CAND_ST1 CAND_ST2 CAND_CITY"
            " CAND_ST CAND_ZIP"
        ),
        "cm": (
            "CMTE_ID CMTE_NM TRES_NM CMTE_ST1 CMTE_ST2 CMTE_CITY CMTE_ST CMTE_ZIP CMTE_DSGN CMTE_TP"
            " CMTE_PTY_AFFILIATION CMTE_FILING_FREQ ORG_TP CONNECTED_ORG_NM CAND_ID"
        ),
        "ccl": ("CAND_ID CAND_ELECTION_YR FEC_ELECTION_YR CMTE_ID CMTE_TP CMTE_DSGN LINKAGE_ID"),
        "weball": _SUMMARY,
        "webl": _SUMMARY,
        "webk": (
            "CMTE_ID CMTE_NM CMTE_TP CMTE_DSGN CMTE_FILING_FREQ TTL_RECEIPTS TRANS_FROM_AFF"
            " INDV_CONTRIB OTHER_POL_CMTE_CONTRIB CAND_CONTRIB CAND_LOANS TTL_LOANS_RECEIVED"
            " TTL_DISB TRANF_TO_AFF INDV_REFUNDS OTHER_POL_CMTE_REFUNDS CAND_LOAN_REPAY LOAN_REPAY"
            " COH_BOP COH_COP DEBTS_OWED_BY NONFED_TRANS_RECEIVED CONTRIB_TO_OTHER_CMTE IND_EXP"
            " PTY_COORD_EXP NONFED_SHARE_EXP CVG_END_DT"
        ),
        "indiv": _TRANSACTION,
        "oth": _TRANSACTION,
        "pas2": _TRANSACTION.replace("OTHER_ID", "OTHER_ID CAND_ID"),
        "oppexp": (
            "CMTE_ID AMNDT_IND RPT_YR RPT_TP IMAGE_NUM LINE_NUM FORM_TP_CD SCHED_TP_CD NAME CITY"
            " STATE ZIP_CODE TRANSACTION_DT TRANSACTION_AMT TRANSACTION_PGI PURPOSE CATEGORY"
            " CATEGORY_DESC MEMO_CD MEMO_TEXT ENTITY_TP SUB_ID FILE_NUM TRAN_ID BACK_REF_TRAN_ID"
            " TRAILING"
        ),
        "independent_expenditure": (
            "cand_id cand_name spe_id spe_nam ele_type can_office_state can_office_dis can_office"
            " cand_pty_aff exp_amo exp_date agg_amo sup_opp pur pay file_num amndt_ind tran_id"
            " image_num receipt_dat fec_election_yr prev_file_num dissem_dt"
        ),
        "ElectioneeringComm": (
            "CANDIDATE_ID CANDIDATE_NAME CANDIDATE_OFFICE CANDIDATE_STATE CANDIDATE_OFFICE_DISTRICT"
            " COMMITTEE_ID COMMITTEE_NAME SB_IMAGE_NUM PAYEE_NAME PAYEE_STREET"
            " DISBURSEMENT_DESCRIPTION DISBURSEMENT_DATE COMMUNICATION_DATE"
            " PUBLIC_DISTRIBUTION_DATE REPORTED_DISBURSEMENT_AMOUNT NUMBER_OF_CANDIDATES"
            " CALCULATED_CANDIDATE_SHARE"
        ),
        "CommunicationCosts": (
            "CMTE_ID CMTE_NM CAND_ID CAND_NAME CAND_OFFICE CAND_OFFICE_ST CAND_OFFICE_DISTRICT"
            " TRANSACTION_DT TRANSACTION_AMT TRANSACTION_TP COMMUNICATION_TP COMMUNICATION_CLASS"
            " SUPPORT_OPPOSE_IND IMAGE_NUM TRAN_ID FILE_NUM"
        ),
    }.items()
}

_GIFT = {
    "CMTE_ID": "C00900001", "AMNDT_IND": "N", "RPT_TP": "Q1", "TRANSACTION_PGI": "P2018",
    "IMAGE_NUM": "201704159052153344", "TRANSACTION_TP": "15", "ENTITY_TP": "IND",
    "NAME": "DOE, JANE", "CITY": "SPRINGFIELD", "STATE": "CA", "ZIP_CODE": "900010001",
    "EMPLOYER": "ACME", "OCCUPATION": "BAKER", "TRANSACTION_DT": "03152017",
    "TRANSACTION_AMT": "250", "TRAN_ID": "SA1", "FILE_NUM": "1160001",
    "SUB_ID": "4041520171000000001",
}  # fmt: skip
_CANDIDATE_GIFT = _GIFT | {
    "TRANSACTION_TP": "24K", "ENTITY_TP": "CCM", "NAME": "FRIENDS OF ROE", "EMPLOYER": "",
    "OCCUPATION": "", "OTHER_ID": "C00900002", "CAND_ID": "H8CA90001",
    "CMTE_ID": "C00900003",
}  # fmt: skip
DEFAULTS: dict[str, Mapping[str, str]] = {
    "cn": {
        "CAND_ID": "H8CA90001", "CAND_NAME": "ROE, RICHARD", "CAND_PTY_AFFILIATION": "DEM",
        "CAND_ELECTION_YR": "2018", "CAND_OFFICE_ST": "CA", "CAND_OFFICE": "H",
        "CAND_OFFICE_DISTRICT": "90", "CAND_ICI": "O", "CAND_STATUS": "C",
        "CAND_PCC": "C00900002", "CAND_CITY": "SPRINGFIELD", "CAND_ST": "CA", "CAND_ZIP": "90001",
    },
    "cm": {
        "CMTE_ID": "C00900001", "CMTE_NM": "INVENTED COMMITTEE", "TRES_NM": "DOE, JOHN",
        "CMTE_CITY": "SPRINGFIELD", "CMTE_ST": "CA", "CMTE_ZIP": "90001", "CMTE_DSGN": "U",
        "CMTE_TP": "N", "CMTE_FILING_FREQ": "Q",
    },
    "ccl": {
        "CAND_ID": "H8CA90001", "CAND_ELECTION_YR": "2018", "FEC_ELECTION_YR": "2018",
        "CMTE_ID": "C00900002", "CMTE_TP": "H", "CMTE_DSGN": "P", "LINKAGE_ID": "990001",
    },
    "weball": {
        "CAND_ID": "H8CA90001", "CAND_NAME": "ROE, RICHARD", "TTL_RECEIPTS": "1000.55",
        "TTL_INDIV_CONTRIB": "900.5", "CVG_END_DT": "12/31/2018",
    },
    "webk": {
        "CMTE_ID": "C00900003", "CMTE_NM": "INVENTED PAC", "TTL_RECEIPTS": "5000.25",
        "CVG_END_DT": "12/31/2018",
    },
    "indiv": _GIFT,
    "oth": _GIFT | {"TRANSACTION_TP": "18K", "ENTITY_TP": "PAC", "OTHER_ID": "C00900003"},
    "pas2": _CANDIDATE_GIFT,
    "oppexp": {
        "CMTE_ID": "C00900001", "AMNDT_IND": "N", "RPT_YR": "2017", "RPT_TP": "Q1",
        "IMAGE_NUM": "201704159052153344", "LINE_NUM": "17", "FORM_TP_CD": "F3",
        "SCHED_TP_CD": "SB", "NAME": "PRINTER CO", "CITY": "SPRINGFIELD", "STATE": "CA",
        "ZIP_CODE": "90001", "TRANSACTION_DT": "03/15/2017", "TRANSACTION_AMT": "1073.72",
        "PURPOSE": "PRINTING", "SUB_ID": "4041520171000000001", "FILE_NUM": "1160001",
        "TRAN_ID": "SB1",
    },
    "independent_expenditure": {
        "cand_id": "H8CA90001", "cand_name": "ROE, RICHARD", "spe_id": "C00900003",
        "spe_nam": "INVENTED PAC", "ele_type": "G2018", "can_office_state": "CA",
        "can_office_dis": "90", "can_office": "H", "exp_amo": "1234.56", "exp_date": "15-MAR-18",
        "sup_opp": "S", "pur": "MAILER", "pay": "PRINTER CO", "file_num": "1160001",
        "amndt_ind": "N", "tran_id": "SE1", "image_num": "201803159052153344",
        "receipt_dat": "16-MAR-18", "fec_election_yr": "2018", "dissem_dt": "15-MAR-18",
    },
    "ElectioneeringComm": {
        "CANDIDATE_ID": "H8CA90001", "COMMITTEE_ID": "C00900003", "SB_IMAGE_NUM": "2018031590521",
        "DISBURSEMENT_DATE": "03/15/2018", "REPORTED_DISBURSEMENT_AMOUNT": "100.01",
        "NUMBER_OF_CANDIDATES": "2", "CALCULATED_CANDIDATE_SHARE": "50.01",
    },
    "CommunicationCosts": {
        "CMTE_ID": "C00900003", "CAND_ID": "H8CA90001", "TRANSACTION_DT": "03152018",
        "TRANSACTION_AMT": "77.25", "SUPPORT_OPPOSE_IND": "S", "TRAN_ID": "F7.1",
        "FILE_NUM": "1160001",
    },
}  # fmt: skip
DEFAULTS["webl"] = DEFAULTS["weball"]

MEMBERS = {
    "cn": "cn.txt", "cm": "cm.txt", "ccl": "ccl.txt", "weball": "weball18.txt",
    "webl": "webl18.txt", "webk": "webk18.txt", "indiv": "itcont.txt", "oth": "itoth.txt",
    "pas2": "itpas2.txt", "oppexp": "oppexp.txt",
}  # fmt: skip


def sub_id(number: int) -> str:
    """The FEC's ids of rows have nineteen digits."""
    return str(4041520171000000000 + number)


def row(code: str, **fields: object) -> list[str]:
    """A row's fields in the file's order; those not named have an ordinary value."""
    values = {**DEFAULTS[code], **{name: str(value) for name, value in fields.items()}}
    unknown = values.keys() - set(LAYOUTS[code])
    assert not unknown, unknown
    return [values.get(name, "") for name in LAYOUTS[code]]


def rows(code: str, count: int, start: int = 1, **fields: object) -> list[list[str]]:
    """That many different ordinary rows."""
    made = []
    for number in range(start, start + count):
        own: dict[str, object] = {}
        if "SUB_ID" in LAYOUTS[code]:
            own = {"SUB_ID": sub_id(number), "TRANSACTION_AMT": 100 + number % 50}
        elif code == "ccl":
            own = {"LINKAGE_ID": 990000 + number, "CMTE_ID": f"C0091{number:04d}"}
        elif code == "ElectioneeringComm":
            own = {"SB_IMAGE_NUM": f"20180315{number}"}
        elif code == "independent_expenditure":
            own = {"tran_id": f"SE{number}"}
        elif "CAND_ID" in LAYOUTS[code][:1]:
            own = {"CAND_ID": f"H8CA9{number:04d}"}
        elif "CMTE_ID" in LAYOUTS[code][:1]:
            own = {"CMTE_ID": f"C0091{number:04d}"}
        made.append(row(code, **(own | fields)))
    return made


def text(lines: Iterable[Sequence[str]]) -> bytes:
    """Pipe-delimited lines."""
    return "".join("|".join(fields) + "\n" for fields in lines).encode()


class Mirror:
    """A folder of bulk files that FEC_MIRROR can name."""

    def __init__(self, root: Path) -> None:
        self.root = root
        self.bulk.mkdir(parents=True, exist_ok=True)
        self._clock = 1_600_000_000
        self.invented()

    @property
    def bulk(self) -> Path:
        return self.root / "bulk-downloads"

    def invented(self, yes: bool = True) -> None:
        """Say of the folder that its people are invented, or that they are not."""
        mark = self.root / "INVENTED.txt"
        mark.write_text("Everything here is invented.\n") if yes else mark.unlink(missing_ok=True)

    def path(self, code: str, cycle: int = CYCLE) -> Path:
        name = f"{code}{cycle % 100:02d}.zip" if code in MEMBERS else f"{code}_{cycle}.csv"
        return self.bulk / str(cycle) / name

    def write(self, code: str, lines: Iterable[Sequence[str]], cycle: int = CYCLE) -> Path:
        """Write rows as the FEC packs them."""
        if code in MEMBERS:
            return self.write_bytes(code, text(lines), cycle)
        out = io.StringIO()
        writer = csv.writer(out, lineterminator="\r\n")
        writer.writerow(LAYOUTS[code])
        writer.writerows(lines)
        return self.write_bytes(code, out.getvalue().encode(), cycle)

    def write_bytes(
        self,
        code: str,
        data: bytes,
        cycle: int = CYCLE,
        *,
        member: str = "",
        others: Mapping[str, bytes] | None = None,
    ) -> Path:
        """Write a file's very bytes; `others` are further members of its zip."""
        path = self.path(code, cycle)
        path.parent.mkdir(parents=True, exist_ok=True)
        if code in MEMBERS:
            name = member or MEMBERS[code].replace("18.txt", f"{cycle % 100:02d}.txt")
            with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
                for other, content in (others or {}).items():
                    archive.writestr(other, content)
                archive.writestr(name, data)
        else:
            path.write_bytes(data)
        self.touch(path)
        return path

    def touch(self, path: Path) -> None:
        """Give a file a new time, later than any before."""
        self._clock += 60
        os.utime(path, (self._clock, self._clock))
