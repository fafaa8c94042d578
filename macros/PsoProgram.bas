Attribute VB_Name = "PsoProgram"
Option Explicit
' What differs between Excel, Excel on macOS and LibreOffice.
' Excel compiles one branch of an #If. LibreOffice reads over #If, #Else and #End If and runs every
' branch in turn, so that the last assignment stands: what it must not run asks InLibreOffice.

Private Const NOTE = ".config/pso_excel/program.txt"  ' in the folder of the user

#If VBA7 Then
#Else
Private listener As Object      ' while it is kept, this LibreOffice listens at address
Private address As String
#End If

Public Function InLibreOffice() As Boolean
#If VBA7 Then
    InLibreOffice = False
#Else
    InLibreOffice = True
#End If
End Function

' Whether to wait for the end: Excel on macOS takes no orders from outside while a macro runs.
Public Function IsFollowed() As Boolean
#If Mac Then
    IsFollowed = False
#Else
    IsFollowed = True
#End If
End Function

' Let the spreadsheet work, and pso-excel in, for a moment.
Public Sub Breathe()
    DoEvents
#If VBA7 Then
#Else
    Wait 100
#End If
End Sub

' Start "pso-excel live check ..." without waiting; False when none can be started.
' Which program that is, only a file of the user says, which pso-excel itself has written: a
' workbook, the folder it lies in and the PATH may be a stranger's.
Public Function IsStarted(ByVal action As String, ByVal options As String) As Boolean
    Dim words As String
    words = action & options
#If VBA7 Then
    If Not InLibreOffice() Then IsStarted = StartedInExcel(words)
#Else
    IsStarted = StartedInLibreOffice(words & " --app libreoffice" & Listening())
#End If
End Function

' From the root of a disk of this computer, and nothing in it that quotes would not keep.
Private Function IsFullPath(ByVal path As String) As Boolean
    Dim root As String
    root = "[A-Za-z]:\*"
#If VBA7 Then
#Else
    If GetGUIType() <> 1 Then root = "/*"
#End If
    IsFullPath = path Like root And Not (path Like "*[""%]*")
End Function

#If VBA7 Then
Private Function StartedInExcel(ByVal words As String) As Boolean
    On Error GoTo Missing
#If Mac Then
    ' By our script in ~/Library/Application Scripts/com.microsoft.Excel, which reads the file.
    AppleScriptTask "pso_excel.applescript", "PsoRun", words
    StartedInExcel = True
#Else
    StartedInExcel = StartedByWindows(words)
#End If
Missing:
End Function

#If Mac Then
#Else
Private Function StartedByWindows(ByVal words As String) As Boolean
    Dim runner As Object, files As Object, path As String, program As String
    Set runner = CreateObject("WScript.Shell")
    Set files = CreateObject("Scripting.FileSystemObject")
    path = runner.ExpandEnvironmentStrings("%USERPROFILE%\" & Replace(NOTE, "/", "\"))
    If Not IsFullPath(path) Then Exit Function
    program = files.OpenTextFile(path, 1, False, -1).ReadAll
    program = Mid(program, InStr(program, ":") - 1)  ' a mark of the encoding may stand before it
    If IsFullPath(program) Then
        runner.Run """" & program & """ " & words, 0, False
        StartedByWindows = True
    End If
End Function
#End If
#Else
Private Function StartedInLibreOffice(ByVal words As String) As Boolean
    Dim path As String, program As String
    On Error GoTo Missing
    path = Environ("HOME") & "/" & NOTE
    If GetGUIType() = 1 Then path = Environ("USERPROFILE") & "\" & Replace(NOTE, "/", "\")
    program = NotedInLibreOffice(path)
    If IsFullPath(program) Then
        Shell """" & program & """", 0, words, False
        StartedInLibreOffice = True
    End If
Missing:
End Function

' UTF-16: two bytes a letter, the lower first, after a mark of two bytes.
Private Function NotedInLibreOffice(ByVal path As String) As String
    Dim stream As Object, bytes() As Byte, at As Long, text As String
    If Not IsFullPath(path) Then Exit Function
    Set stream = createUnoService("com.sun.star.ucb.SimpleFileAccess").openFileRead(ConvertToURL(path))
    For at = 2 To stream.readBytes(bytes, 4096) - 2 Step 2
        text = text & ChrW((bytes(at) And 255) + 256 * (bytes(at + 1) And 255))
    Next
    NotedInLibreOffice = text
End Function

' A pipe of this very LibreOffice, which no other user and no other machine can reach.
Private Function Listening() As String
    On Error GoTo Silent
    If listener Is Nothing Then
        address = "pipe,name=pso_excel_" & Replace(NewToken(), "-", "_")
        Set listener = createUnoService("com.sun.star.office.Acceptor")
        listener.initialize Array(address & ";urp;StarOffice.ComponentContext", True)
    End If
    Listening = " --address " & address
Silent:
End Function
#End If
