"""What lasts from one round to the next, as the forms declare it."""

from pso_excel.repairing.carrying import Carried, carry_table


def carry_lasting(carried: Carried) -> None:
    """Place the values of the lasting tables, without the fields that pass with a round."""
    for standing in carried.old.standings.values():
        if standing.table.lasting:
            passing = standing.table.passing
            for id in passing:
                standing.columns.pop(id, None)
                standing.lines.pop(id, None)
            carry_table(carried, standing)
