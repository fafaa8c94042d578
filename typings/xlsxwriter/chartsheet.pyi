from xlsxwriter.chart import Chart
from xlsxwriter.worksheet import Worksheet

class Chartsheet(Worksheet):
    def set_chart(self, chart: Chart) -> Chart: ...
