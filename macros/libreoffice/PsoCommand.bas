Option Explicit
' How the command is found and started, and how it finds its way back to this LibreOffice.

Global psoListener As Object ' while it is kept, this LibreOffice listens
Global psoAddress As String

' The command line after the name of the command; plain ASCII, whatever the workbook is called.
Function PsoOptions(action As String, book As Object, answer As String) As String
	PsoOptions = "live " & action & " --app libreoffice" & PsoListening() & PsoWhich(book) & _
		" --answer " & PsoQuoted(ConvertFromURL(answer))
End Function

' False when there is no such command. PSO_EXCEL says which; else it is on the PATH or where
' installers put it (a program that is started from a desktop may have a PATH without those).
' A cell of the workbook never says it: books come from strangers.
Function PsoStarts(options As String) As Boolean
	Dim home As String, folder As Variant
	If Environ("PSO_EXCEL") <> "" Then
		PsoStarts = PsoRuns(Environ("PSO_EXCEL"), options)
		Exit Function
	End If
	PsoStarts = PsoRuns(PsoProgram(), options)
	home = createUnoService("com.sun.star.util.PathSubstitution").substituteVariables("$(home)", True)
	For Each folder In PsoFolders(ConvertFromURL(home & "/.local/bin"))
		If Not PsoStarts Then PsoStarts = PsoRuns(folder & GetPathSeparator() & PsoProgram(), options)
	Next
End Function

' On Windows everybody may make a folder \usr: nothing is started from there.
Private Function PsoFolders(own As String) As Variant
	PsoFolders = Array(own)
	If GetGuiType() <> 1 Then PsoFolders = Array(own, "/usr/local/bin", "/opt/homebrew/bin")
End Function

Private Function PsoRuns(command As String, options As String) As Boolean
	On Error Goto Missing
	Shell PsoQuoted(command), 2, options, False
	PsoRuns = True
Missing:
End Function

Private Function PsoProgram() As String
	PsoProgram = "pso-excel"
	If GetGuiType() = 1 Then PsoProgram = "pso-excel.exe"
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
