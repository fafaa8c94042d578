Attribute VB_Name = "PsoPressing"
Option Explicit
' A press: leave a token in the workbook, start pso-excel, wait until it says that it is done.
' Everything said stands in cells (defined names PSO_...), for this file is ASCII only.

Private Const MACROS = "2"      ' the version of these macros, which pso-excel is told
Private Const DAY_SECONDS = 86400
Private atWork As Boolean

Public Sub Press(ByVal action As String)
    Dim book As Object, token As String
    On Error GoTo Failed
    Set book = PressedBook()
    If atWork Then
        Say book, "PSO_SAY_BUSY"
        Exit Sub
    End If
    atWork = True
    Say book, "PSO_SAY_WORKING"
    If HasName(book, "PSO_PRESS") Then
        token = NewToken()
        NamedCell(book, "PSO_PRESS").Value = "press " & token
        If Not IsStarted(action, " --press " & token & Asked()) Then
            Say book, "PSO_SAY_MISSING"
        ElseIf IsFollowed() Then
            Follow book, token
        End If
    Else
        If Not IsStarted(action, WhichBook(book) & Asked()) Then
            Say book, "PSO_SAY_MISSING"
        End If
        Application.OnTime Now + TimeSerial(0, 0, 20), OwnName() & "!PsoQuiet"
    End If
    atWork = False
    Exit Sub
Failed:
    atWork = False
    Say book, "PSO_SAY_SLOW"
End Sub

' The status bar is Excel's own again.
Public Sub PsoQuiet()
    Application.StatusBar = False
End Sub

' In quotes, whatever this workbook is called: a name must not end them and go on.
Private Function OwnName() As String
    OwnName = "'" & Replace(ThisWorkbook.Name, "'", "''") & "'"
End Function

' Until PSO_PRESS says done, or for as long as PSO_WAIT_BEGAN and PSO_WAIT_DONE allow (seconds).
Private Sub Follow(ByVal book As Object, ByVal token As String)
    Dim slot As Object, state As String, started As Double, waited As Double
    Dim first As Double, last As Double
    Set slot = NamedCell(book, "PSO_PRESS")
    first = NamedCell(book, "PSO_WAIT_BEGAN").Value
    last = NamedCell(book, "PSO_WAIT_DONE").Value
    started = CDbl(Now)
    Do
        Breathe
        state = CStr(slot.Value)
        If Left(state, 5 + Len(token)) = "done " & token Then Exit Sub
        waited = (CDbl(Now) - started) * DAY_SECONDS
        If waited > last Or (state = "press " & token And waited > first) Then
            Say book, "PSO_SAY_SLOW"
            Exit Sub
        End If
    Loop
End Sub

' This workbook, or from the add-in the one in front.
Private Function PressedBook() As Object
    If HasName(ThisWorkbook, "PSO_PRESS") Then
        Set PressedBook = ThisWorkbook
    Else
        Set PressedBook = ActiveWorkbook
    End If
End Function

' Days, hundredths of seconds and chance: digits only, whatever the country's calendar.
Public Function NewToken() As String
    Randomize
    NewToken = CStr(CLng(Int(CDbl(Now)))) & "-" & CStr(CLng(Timer * 100)) & "-" & _
        CStr(CLng(Int(Rnd * 1000000)))
End Function

Private Function Asked() As String
    Asked = " --macros " & MACROS
End Function

' The workbook in front by its name, unless it has letters that no program is told.
Private Function WhichBook(ByVal book As Object) As String
    If Not book.Name Like "*[!A-Za-z0-9 ._()-]*" Then WhichBook = " --workbook """ & book.Name & """"
End Function

' A sentence in the status line of the workbook, as a text whatever it begins with, or in the
' status bar where it has none.
Private Sub Say(ByVal book As Object, ByVal sentence As String)
    On Error Resume Next
    If HasName(book, "PSO_STATUS") Then
        NamedCell(book, "PSO_STATUS").Value = "'" & NamedCell(ThisWorkbook, sentence).Value
    Else
        Application.StatusBar = NamedCell(ThisWorkbook, sentence).Value
    End If
End Sub

Private Function HasName(ByVal book As Object, ByVal wanted As String) As Boolean
    Dim found As Object
    On Error Resume Next
    Set found = book.Names(wanted)
    HasName = Not found Is Nothing
End Function

Private Function NamedCell(ByVal book As Object, ByVal wanted As String) As Object
    Set NamedCell = book.Names(wanted).RefersToRange
End Function
