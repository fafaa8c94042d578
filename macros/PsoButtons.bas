Attribute VB_Name = "PsoButtons"
Option Explicit
' One Sub for each button; what a press does is in PsoPressing.

Public Sub PsoCheck()
    Press "live check"
End Sub

Public Sub PsoScore()
    Press "live score"
End Sub

Public Sub PsoPlan()
    Press "live plan"
End Sub

Public Sub PsoTrack()
    Press "live track"
End Sub

Public Sub PsoSubmit()
    Press "live submit"
End Sub

Public Sub PsoRefresh()
    Press "live refresh"
End Sub
