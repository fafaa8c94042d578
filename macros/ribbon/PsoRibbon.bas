Attribute VB_Name = "PsoRibbon"
Option Explicit
' What the tab of the add-in calls; each is the Sub of the button of that name.

Public Sub PsoRibbonCheck(control As IRibbonControl)
    PsoCheck
End Sub

Public Sub PsoRibbonScore(control As IRibbonControl)
    PsoScore
End Sub

Public Sub PsoRibbonPlan(control As IRibbonControl)
    PsoPlan
End Sub

Public Sub PsoRibbonTrack(control As IRibbonControl)
    PsoTrack
End Sub

Public Sub PsoRibbonSubmit(control As IRibbonControl)
    PsoSubmit
End Sub

Public Sub PsoRibbonRefresh(control As IRibbonControl)
    PsoRefresh
End Sub
