"""Rights in enforcement, one for each group of acts that one post performs."""

from django.utils.translation import gettext_lazy as _

from chengzhi.kernel.permissions import OfficialPermission


class Permission(OfficialPermission):
    """What a post may do in enforcement; public power needs a certificate besides."""

    READ = "enforcement.case.read", _("看执法案件"), _("查看范围内的执法案件、证据和文书")
    READ_PARTY = "enforcement.party.read", _("看当事人信息"), _("写明用途后查看证件号和电话，查看会留痕")
    ENFORCE = "enforcement.case.enforce", _("执法办案"), _("立案、调查取证、告知、送达，持有效执法证的人员才能办")
    REVIEW = "enforcement.case.review", _("法制审核"), _("对执法决定作法制审核")
    DECIDE = "enforcement.case.decide", _("执法决定"), _("批准立案、作出执法决定、主持集体讨论")
    HEAR = "enforcement.hearing.hold", _("主持听证"), _("主持听证，不得是本案调查人员")
    CASH = "enforcement.money.keep", _("罚款收缴"), _("登记缴款、对账、核销票据")
    PUBLISH = "enforcement.case.publish", _("执法公示"), _("公开和撤回执法决定")
    SUPERVISE = "enforcement.case.supervise", _("执法监督"), _("抽查案卷、纠正违法和不当的决定")
    ASSIST = "enforcement.case.assist", _("协助执法"), _("宣传、劝阻、巡查和信息采集，不得行使执法权")
