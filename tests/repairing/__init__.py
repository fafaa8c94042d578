"""Tests of the repair of damaged workbooks."""
