Attribute VB_Name = "PsoProgram"
Option Explicit
' What differs between Excel, Excel on macOS and LibreOffice.
' Excel compiles one branch of an #If. LibreOffice reads over #If, #Else and #End If and runs every
' branch in turn, so that the last assignment stands: what it must not run asks InLibreOffice.

Private Const ON_PATH = "pso-excel"
Private Const USUAL_PLACES = "PATH=$PATH:$HOME/.local/bin:/usr/local/bin:/opt/homebrew/bin; "

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

' Start "pso-excel live check <options>" without waiting; False when there is no such program.
' It is own, typed as in a terminal (empty: none), else what the variable PSO_EXCEL says,
' else the one on the PATH.
Public Function IsStarted(ByVal own As String, ByVal action As String, _
                          ByVal options As String) As Boolean
    Dim words As String
    words = " " & action & options
#If VBA7 Then
    If Not InLibreOffice() Then IsStarted = StartedInExcel(own, action, words)
#Else
    IsStarted = StartedInLibreOffice(own, words & " --app libreoffice" & Listening())
#End If
End Function

#If VBA7 Then
Private Function StartedInExcel(ByVal own As String, ByVal action As String, _
                                ByVal words As String) As Boolean
#If Mac Then
    StartedInExcel = StartedByScript(own, words)
    If Not StartedInExcel Then StartedInExcel = StartedByXlwings(action)
#Else
    StartedInExcel = StartedByWindows(own, words)
#End If
End Function

#If Mac Then
' By our script in ~/Library/Application Scripts/com.microsoft.Excel.
Private Function StartedByScript(ByVal own As String, ByVal words As String) As Boolean
    If Len(own) = 0 Then own = "${PSO_EXCEL:-" & ON_PATH & "}"
    On Error Resume Next
    AppleScriptTask "pso_excel.applescript", "PsoRun", own & words
    StartedByScript = (Err.Number = 0)
End Function

' By the xlwings add-in, where it is loaded.
Private Function StartedByXlwings(ByVal action As String) As Boolean
    On Error Resume Next
    Application.Run "RunPython", "from pso_excel import live; " & Replace(action, " ", ".") & "()"
    StartedByXlwings = (Err.Number = 0)
End Function
#Else
' Run puts in %NAME% itself, and fails at once when there is no such program.
Private Function StartedByWindows(ByVal own As String, ByVal words As String) As Boolean
    Dim runner As Object, candidate As Variant
    On Error Resume Next
    Set runner = CreateObject("WScript.Shell")
    For Each candidate In Array(own, "%PSO_EXCEL%", ON_PATH)
        If Len(candidate) > 0 And Not StartedByWindows Then
            Err.Clear
            runner.Run """" & candidate & """" & words, 0, False
            If Err.Number <> 0 Then
                Err.Clear
                runner.Run candidate & words, 0, False
            End If
            StartedByWindows = (Err.Number = 0)
        End If
    Next
End Function
#End If
#Else
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

Private Function StartedInLibreOffice(ByVal own As String, ByVal words As String) As Boolean
    Dim script As String
    On Error Resume Next
    If GetGUIType() = 1 Then
        script = "if defined PSO_EXCEL (%PSO_EXCEL%" & words & ") else (" & ON_PATH & words & ")"
        If Len(own) > 0 Then script = own & words
        Shell "cmd", 0, "/c " & script
    Else
        If Len(own) = 0 Then own = "eval ${PSO_EXCEL:-" & ON_PATH & "}"
        script = Join(Split(USUAL_PLACES & own & words, """"), "'")
        Shell "/bin/sh", 0, "-c """ & script & """"
    End If
    StartedInLibreOffice = (Err.Number = 0)
End Function
#End If
