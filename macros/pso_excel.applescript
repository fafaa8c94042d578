-- Excel on macOS may start a program only by a script that a person has put into
-- ~/Library/Application Scripts/com.microsoft.Excel; its one argument is a command line.
on PsoRun(commandLine)
	set places to "PATH=$PATH:$HOME/.local/bin:/usr/local/bin:/opt/homebrew/bin; "
	set found to "eval set -- " & commandLine & "; command -v \"$1\" > /dev/null || exit 127; "
	do shell script places & found & "\"$@\" > /dev/null 2>&1 &"
end PsoRun
