"""What connected systems send of the person themselves, described for them."""

from typing import Annotated, Any

from pydantic import Field

Elements = Annotated[
    dict[str, Any],
    Field(
        examples=[
            {
                "surnames": ["Haidari"],
                "forenames": ["Ali Reza"],
                "nationalities": ["AFG"],
                "sex": "male",
                "birth_date": {
                    "value": "1991-05-05",
                    "precision": "day",
                    "basis": "declared",
                    "calendar": "solar_hijri",
                    "stated": "1370-02-15",
                },
            }
        ],
        description=(
            "Values by element code; `egnatia law elements` lists them. A birth date may have been stated in another "
            "`calendar` than the Gregorian one (`solar_hijri`, `islamic`): as `stated`, which prevails over `value`, with "
            "`naming` (by whose month names: `afghan`, `iranian`). Or it is an `estimated_age`: as `stated`, on the day "
            "`stated_on`, `margin` years to either side. All of these are text; without them a date is Gregorian."
        ),
    ),
]
