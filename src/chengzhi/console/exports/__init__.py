"""Long exports (我的导出): the worker writes the workbook, the person who asked for it downloads it within a week."""
