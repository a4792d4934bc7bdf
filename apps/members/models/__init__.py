from .api_credential import ApiCredential
from .application import BeneficialOwner, EnterpriseApplication, Nominee, Paper
from .bank_unit import BankUnit
from .certification import Certification
from .employee_member import EmployeeMember
from .enterprise import Department, Enterprise
from .grants import OperatorGrant, StaffGrant
from .insurance import InsuranceRecord
from .review import Review, ReviewWord, StaffAbsence
from .roster_upload import RosterUpload
from .staff_change import StaffChange

__all__ = [
    "ApiCredential",
    "BankUnit",
    "BeneficialOwner",
    "Certification",
    "Department",
    "EmployeeMember",
    "Enterprise",
    "EnterpriseApplication",
    "InsuranceRecord",
    "Nominee",
    "OperatorGrant",
    "Paper",
    "Review",
    "ReviewWord",
    "RosterUpload",
    "StaffAbsence",
    "StaffChange",
    "StaffGrant",
]
