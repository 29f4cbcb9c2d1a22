"""What the grid does when the organisation changes."""

from datetime import date

from chengzhi.grid.services import end_duties_of
from chengzhi.organisation.events import AppointmentEnded
from chengzhi.organisation.models import Appointment, in_force


def end_duties_of_the_departed(event: AppointmentEnded) -> None:
    """Whoever left the last post answers for no cell any more; whoever goes on elsewhere keeps the cells."""
    on = date.fromisoformat(event.on)
    goes_on = event.followed_by or Appointment.objects.filter(in_force(on), person_id=event.person_id).exists()
    if not goes_on:
        end_duties_of(person_id=event.person_id, effective_on=on)
