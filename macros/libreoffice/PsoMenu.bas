Option Explicit
' The menu "P.S.O.": one Sub for each entry. The command does the work on the workbook in front;
' meanwhile this waits, and shows its last line in a bar above the sheet.
' ASCII only: what is said stands in PsoWords, made from the catalogue when this is packed.

Private Const BEGIN_SECONDS = 15
Private Const DONE_SECONDS = 120
Private Const PROVINCE_SECONDS = 900 ' hundreds of files take minutes
Private Const PAUSE = 20 ' milliseconds between two looks for the answer

Global psoAtWork As Boolean

Sub PsoCheck
	PsoPress "check"
End Sub

Sub PsoScore
	PsoPress "score"
End Sub

Sub PsoPlan
	PsoPress "plan"
End Sub

Sub PsoTrack
	PsoPress "track"
End Sub

Sub PsoSubmit
	PsoPress "submit"
End Sub

Sub PsoRefresh
	PsoPress "refresh"
End Sub

Private Sub PsoPress(action As String)
	Dim book As Object, view As Object, answer As String
	If IsNull(ThisComponent) Then Exit Sub
	book = ThisComponent
	view = book.CurrentController
	If psoAtWork Then
		PsoTell view, action, PsoSays("busy"), com.sun.star.frame.InfobarType.WARNING
		Exit Sub
	End If
	On Error Goto Failed
	psoAtWork = True
	PsoTell view, action, PsoSays("working " & action), com.sun.star.frame.InfobarType.INFO
	answer = PsoAnswerUrl()
	If PsoStarts(PsoOptions(action, book, answer)) Then
		PsoFollow view, action, answer
	Else
		PsoTell view, action, PsoSays("missing"), com.sun.star.frame.InfobarType.DANGER
	End If
	psoAtWork = False
	Exit Sub
Failed:
	psoAtWork = False
	PsoTell view, action, Error$, com.sun.star.frame.InfobarType.DANGER
End Sub

' The command makes the file when it begins, and fills it at its end.
Private Sub PsoFollow(view As Object, action As String, answer As String)
	Dim files As Object, started As Double, waited As Double, limit As Double
	limit = DONE_SECONDS
	If action = "refresh" Then limit = PROVINCE_SECONDS
	files = createUnoService("com.sun.star.ucb.SimpleFileAccess")
	started = Now
	Do
		Wait PAUSE
		waited = (Now - started) * 86400
		If files.exists(answer) Then
			If files.getSize(answer) > 0 Then
				PsoShow view, action, files, answer
				Exit Sub
			End If
		ElseIf waited > BEGIN_SECONDS Then
			Exit Do
		End If
	Loop While waited < limit And StarDesktop.Frames.Count > 0
	If files.exists(answer) Then files.kill(answer) ' nobody waits for it any more
	PsoTell view, action, PsoSays("slow"), com.sun.star.frame.InfobarType.DANGER
End Sub

' First line: the exit code. Last line: what to tell.
Private Sub PsoShow(view As Object, action As String, files As Object, answer As String)
	Dim text As Object, outcome As String, said As String, line As String, kind As Integer
	text = createUnoService("com.sun.star.io.TextInputStream")
	text.setInputStream(files.openFileRead(answer))
	text.setEncoding("UTF-8")
	outcome = text.readLine()
	Do While Not text.isEOF()
		line = text.readLine()
		If Trim(line) <> "" Then said = line
	Loop
	text.closeInput()
	files.kill(answer)
	kind = com.sun.star.frame.InfobarType.DANGER
	If outcome = "0" Then kind = com.sun.star.frame.InfobarType.SUCCESS
	If outcome = "1" Then kind = com.sun.star.frame.InfobarType.WARNING
	PsoTell view, action, said, kind
End Sub

' The workbook may have been closed meanwhile: then nobody is there to be told. A view that is gone
' has no frame, and LibreOffice itself would crash in hasInfobar.
Private Sub PsoTell(view As Object, action As String, said As String, kind As Integer)
	Dim buttons() As New com.sun.star.beans.StringPair
	On Error Resume Next
	If IsNull(view.Frame) Then Exit Sub
	If view.hasInfobar("pso_excel") Then view.removeInfobar("pso_excel")
	view.appendInfobar("pso_excel", PsoSays("title " & action), said, kind, buttons(), True)
End Sub
