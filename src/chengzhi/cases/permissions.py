"""Rights in the loop, one for each official act or group of acts that one post performs."""

from django.utils.translation import gettext_lazy as _

from chengzhi.kernel.permissions import OfficialPermission

LOOP = "CJJ/T 106-2010"


class Permission(OfficialPermission):
    """What a post may do with reports, cases and whistles."""

    READ = "cases.case.read", _("看案卷"), _("查看范围内的案卷、照片和流转记录"), LOOP
    READ_CONTACT = (
        "cases.contact.read",
        _("看诉求人联系方式"),
        _("写明用途后查看电话，查看会留痕"),
        "个人信息保护法第6条",
    )
    EXPORT = "cases.case.export", _("导出案卷"), _("把列表导出为表格"), LOOP
    REPORT = "cases.case.report", _("上报"), _("登记来电和各渠道的诉求，上报发现的问题"), LOOP
    IMPORT = "cases.case.import", _("批量导入"), _("从文件导入诉求"), LOOP
    ACCEPT = "cases.case.accept", _("受理"), _("受理或不予受理，发核实、发核查，合并重复"), LOOP
    PATROL = "cases.case.patrol", _("核实核查"), _("到现场核实、核查，自行处置小问题"), LOOP
    FILE = "cases.case.file", _("立案结案"), _("按书面条件立案、不予立案、结案，批准作废"), LOOP
    DISPATCH = "cases.case.dispatch", _("派遣"), _("派遣、督查处置结果，审批延期、挂账和回退"), LOOP
    HANDLE = "cases.case.handle", _("处置"), _("接收任务、下派、反馈结果，申请延期、挂账、回退"), LOOP
    SUPERVISE = "cases.case.supervise", _("督办"), _("督办、撤销督办、强制结案、代处置"), LOOP
    CONFER = "cases.case.confer", _("会商裁定"), _("召集疑难会商、裁定责任单位"), LOOP
    CALL_BACK = "cases.case.call_back", _("回访"), _("回访诉求人并记录满意度"), LOOP
    WHISTLE = "cases.whistle.blow", _("吹哨"), _("召集部门到现场，结束吹哨"), "街道吹哨、部门报到"
    ANSWER = "cases.whistle.answer", _("报到"), _("应答吹哨、签到、移交结果"), "街道吹哨、部门报到"
    MANAGE_RULES = "cases.rules.manage", _("派遣规则和时限"), _("维护渠道、派遣规则和环节时限"), LOOP
