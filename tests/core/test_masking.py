"""Masking by domain rules §1.2 (AT-02)."""

import pytest

from apps.core.masking import (
    account_tail,
    mask_account,
    mask_address,
    mask_email,
    mask_id_number,
    mask_mobile,
    mask_name,
)


@pytest.mark.parametrize(
    "mask, clear, shown",
    [
        (mask_name, "张三", "*三"),
        (mask_name, "李四光", "李*光"),
        (mask_name, "欧阳小明", "欧**明"),
        (mask_name, "阿依古丽·买买提", "阿******提"),
        (mask_name, "John Smith", "J********h"),
        (mask_name, "𠮷", "*"),
        (mask_name, "", ""),
        (mask_id_number, "310115199001010010", "3****************0"),
        (mask_id_number, "11010519491231002X", "1****************X"),
        (mask_account, "6220001234567898", "622000******7898"),
        (mask_account, "6228480402564890018", "622848*********0018"),
        (mask_account, "6228480402", "**********"),
        (account_tail, "6228480402564890018", "0018"),
        (account_tail, "0018", "****"),
        (mask_mobile, "13812345678", "138****5678"),
        (mask_mobile, "1381234", "*******"),
        (mask_email, "zhang@x.cn", "z***@x.cn"),
        (mask_email, "@x.cn", "***"),
        (mask_email, "zhang", "***"),
        (mask_address, "上海市浦东新区张江路1号", "上海市浦东新区****"),
        (mask_address, "广东省深圳市南山区科技园路2号", "广东省深圳市南山区****"),
        (mask_address, "江苏省昆山市玉山镇前进小区3号", "江苏省昆山市****"),
        (mask_address, "广东省中山市石岐街道4号", "广东省中山市****"),
        (mask_address, "新疆维吾尔自治区喀什地区疏附县托克扎克镇", "新疆维吾尔自治区喀什地区疏附县****"),
        (mask_address, "内蒙古自治区锡林郭勒盟阿巴嘎旗别力古台镇", "内蒙古自治区锡林郭勒盟阿巴嘎旗****"),
        (mask_address, "幸福路5号", "****"),
    ],
)
def test_masked(mask, clear, shown):
    assert mask(clear) == shown
