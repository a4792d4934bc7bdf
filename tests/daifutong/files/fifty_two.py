"""The 52 kinds of bad files that must be read right, refused or flagged, each with the files that show it here.

Those of the last group are no matter of the file alone: `tests/daifutong/test_fifty_two.py` shows them with an
enterprise, its accounts and its batches.
"""

IN_A_FILE: dict[str, tuple[str, ...]] = {
    # the container
    "empty": ("empty_file",),
    "zero rows": ("zero_rows", "zero_rows_in_csv", "no_cell_at_all"),
    "not a zip": ("not_a_zip",),
    ".xls renamed": ("xls_renamed", "xlsx_renamed", "html_renamed", "xlsx_as_csv"),
    "macro": ("macro", "macro_by_name", "macro_by_content_type", "macro_in_xls", "macro_sheet_in_xls"),
    "encrypted": ("encrypted", "encrypted_xls", "encrypted_zip"),
    "truncated": ("truncated", "truncated_xls", "damaged"),
    "zip bomb": ("zip_bomb", "declares_too_much"),
    "nested": ("nested",),
    "10,000 entries": ("ten_thousand_entries",),
    "path outside": ("path_outside",),
    "XML bomb": ("xml_bomb",),
    "XXE": ("xxe", "xxe_in_a_part_that_nobody_needs", "xxe_in_utf16"),
    "external links": ("external_links", "external_relation", "external_links_in_xls"),
    "lying dimension": ("lying_dimension",),
    "giant sharedStrings": ("giant_shared_strings", "many_unused_shared_strings"),
    "over size": ("over_size",),
    "over rows": ("over_rows", "far_over_rows"),
    "16,384 columns": ("columns_16384", "columns_16384_in_csv"),
    "data on a hidden sheet": ("data_on_hidden_sheet", "data_on_very_hidden_sheet", "data_on_hidden_sheet_in_xls"),
    "hidden rows": ("hidden_row", "row_without_height", "rows_hidden_by_default", "hidden_row_in_xls"),
    "merged cells": ("merged_lines", "merged_header", "merged_in_xls", "merged_title"),
    "wrong template": ("wrong_template", "no_header"),
    "duplicated or reordered headers": ("duplicated_header", "reordered_headers"),
    # csv and txt
    "GBK": ("gbk",),
    "BOM": ("bom",),
    "UTF-16": ("utf_16", "utf_16_big_endian", "utf_16_without_mark"),
    "mixed encodings": ("mixed_encodings",),
    "tab, semicolon": ("tabs", "semicolons"),
    "newline in quotes": ("newline_in_quotes", "newline_in_header"),
    "null bytes": ("null_bytes", "mostly_null_bytes"),
    # cells
    "formula as amount": ("amount_formula", "amount_formula_not_calculated"),
    "cached value differs": ("amount_cached_differs",),
    "HYPERLINK, cmd|": ("name_hyperlink", "name_hyperlink_text", "command_as_name", "command_as_remark_is_text"),
    "6.22E+18": ("account_scientific", "card_as_excel_saves_it"),
    "float-rounded card": ("account_number_19", "account_number_written_out", "account_rounded_text"),
    "lost leading zero": ("account_lost_zero",),
    "full-width digits": ("amount_full_width", "account_full_width"),
    "zero, negative, 3 decimals, 1,000.00, ¥, 壹仟": (
        "amount_zero",
        "amount_negative",
        "amount_3_decimals",
        "amount_thousands",
        "amount_yuan_sign",
        "amount_chinese",
    ),
    "dates": ("amount_date", "amount_date_of_own_format"),
    "#REF!": ("amount_ref", "account_ref"),
    "rare Han and ·": ("name_rare", "name_dotted"),
    "bad ID": ("id_bad", "id_15", "id_number"),
    # business, as far as the file tells
    "person twice": ("person_twice",),
    "total is not the declared one": ("total_differs",),
}
IN_AN_ENTERPRISE = (
    "name is not the holder's",
    "closed account",
    "same file again",
    "rows reordered",
    "over balance",
    "left employee",
    "file changed between preview and confirm",
)
