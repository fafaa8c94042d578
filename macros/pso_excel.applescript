-- Excel on macOS may start a program only by a script in
-- ~/Library/Application Scripts/com.microsoft.Excel, where pso-excel macros register puts this one.
-- Any macro may call it: it starts nothing but the registered program, for its word "live".
on PsoRun(options)
	set start to "
		program=$(iconv -f UTF-16 -t UTF-8 < \"$HOME/.config/pso_excel/program.txt\") || exit 1
		case $program in /*) test -x \"$program\" || exit 1 ;; *) exit 1 ;; esac
		case $options in 'live '*) ;; *) exit 1 ;; esac
		(printf '%s' \"$options\" | xargs \"$program\") > /dev/null 2>&1 &"
	do shell script "options=" & quoted form of options & start
end PsoRun
