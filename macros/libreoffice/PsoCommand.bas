Option Explicit
' How the command is found and started, and how it finds its way back to this LibreOffice.

Private Const PSO_NOTE = ".config/pso_excel/program.txt" ' in the folder of the user
Private Const PSO_MACROS = "2" ' the version of these macros, which the command is told

Global psoListener As Object ' while it is kept, this LibreOffice listens
Global psoAddress As String

' The command line after the name of the command; plain ASCII, whatever the workbook is called.
Function PsoOptions(action As String, book As Object, answer As String) As String
	PsoOptions = "live " & action & " --app libreoffice" & PsoListening() & PsoWhich(book) & _
		" --macros " & PSO_MACROS & " --answer " & PsoQuoted(ConvertFromURL(answer))
End Function

' False when no command can be started. Which one, only the file says that "pso-excel macros
' register" has written: a workbook, the folder it lies in and the PATH may be a stranger's.
Function PsoStarts(options As String) As Boolean
	Dim path As String, program As String
	On Error Goto Missing
	path = Environ("HOME") & "/" & PSO_NOTE
	If GetGuiType() = 1 Then path = Environ("USERPROFILE") & "\" & Join(Split(PSO_NOTE, "/"), "\")
	program = PsoNoted(path)
	If PsoIsFullPath(program) Then
		Shell PsoQuoted(program), 2, options, False
		PsoStarts = True
	End If
Missing:
End Function

' The text of a file in UTF-16: two bytes a letter, the lower first, after a mark of two bytes.
Private Function PsoNoted(path As String) As String
	Dim stream As Object, bytes() As Byte, place As Long, text As String
	If Not PsoIsFullPath(path) Then Exit Function
	stream = createUnoService("com.sun.star.ucb.SimpleFileAccess").openFileRead(ConvertToURL(path))
	For place = 2 To stream.readBytes(bytes, 4096) - 2 Step 2
		text = text & Chr((bytes(place) And 255) + 256 * (bytes(place + 1) And 255))
	Next
	PsoNoted = text
End Function

' From the root of a disk of this computer, and nothing that a quoted command line would not keep.
Private Function PsoIsFullPath(path As String) As Boolean
	If InStr(path, Chr(34)) + InStr(path, "%") > 0 Then Exit Function
	If GetGuiType() = 1 Then
		PsoIsFullPath = Mid(path, 2, 2) = ":\" And InStr("ABCDEFGHIJKLMNOPQRSTUVWXYZ", UCase(Left(path, 1))) > 0
	Else
		PsoIsFullPath = Left(path, 1) = "/"
	End If
End Function
' A pipe of this very LibreOffice, which no other machine and no other user can reach. Where one
' is given from outside, the command inherits it.
Private Function PsoListening() As String
	If Environ("PSO_EXCEL_LIBREOFFICE") <> "" Then Exit Function
	If IsNull(psoListener) Then
		psoAddress = "pipe,name=pso_excel_" & PsoToken()
		psoListener = createUnoService("com.sun.star.office.Acceptor")
		psoListener.initialize(Array(psoAddress & ";urp;StarOffice.ComponentContext", True))
	End If
	PsoListening = " --address " & psoAddress
End Function

' The workbook by its path where that is plain, else whichever is in front.
Private Function PsoWhich(book As Object) As String
	Dim path As String, place As Long, code As Long
	If book.URL = "" Then Exit Function
	path = ConvertFromURL(book.URL)
	For place = 1 To Len(path)
		code = Asc(Mid(path, place, 1))
		If code < 32 Or code > 126 Or code = 34 Or code = 39 Then Exit Function
	Next
	PsoWhich = " --workbook " & PsoQuoted(path)
End Function

Function PsoAnswerUrl() As String
	Dim folder As String
	folder = createUnoService("com.sun.star.util.PathSubstitution").substituteVariables("$(temp)", True)
	PsoAnswerUrl = folder & "/pso_excel_" & PsoToken() & ".txt"
End Function

Private Function PsoToken() As String
	Randomize
	PsoToken = CStr(CLng(Now)) & "_" & CStr(CLng(Timer)) & "_" & CStr(CLng(Rnd * 1000000000))
End Function

Private Function PsoQuoted(text As String) As String
	PsoQuoted = Chr(34) & text & Chr(34)
End Function
