"""A signed agreement as a file to keep and to show."""

from django.http import HttpResponse

from apps.core.clock import SHANGHAI
from apps.core.files.pdf import Document, Passage, write_pdf

from ..contracts import AgreementPage


def signed_pdf(page: AgreementPage, *, party: str) -> HttpResponse:
    """The words that were signed, and below whose signature. `party` is whom it binds. Raises Unavailable."""
    signed = f"{page.signed_at.astimezone(SHANGHAI):%Y-%m-%d %H:%M:%S}" if page.signed_at else ""
    document = Document(
        title="电子签署协议",
        facts=(
            ("协议", page.title), ("版本", f"第 {page.version} 版,{page.effective_from} 起生效"),
            ("签署方", party), ("签署人", page.signer),
            ("签署时间", signed), ("签署设备", page.device or "—"),
            *page.terms,
            ("验证码", page.proof_code), ("文本摘要值", page.text_hash),
        ),
        foot=f"验证码 {page.proof_code}",
        seal="电子签署专用章",
        subject=f"{page.title} · 第 {page.version} 版",
        passages=[Passage(line.text, line.is_heading) for line in page.paragraphs],
        notes=(
            "签署人以本人的交易密码或通行密钥确认,认领员工身份时以短信验证码确认。摘要值为标题与正文的 SHA-256。",
            "持验证码可在本行「凭证查验」页面核对协议名称、版本、签署时间和文本摘要值,无需登录。",
        ),
    )  # fmt: skip
    name = f"agreement-{page.proof_code.replace(' ', '')}.pdf"
    headers = {"Content-Disposition": f'attachment; filename="{name}"'}
    return HttpResponse(write_pdf(document), content_type="application/pdf", headers=headers)
