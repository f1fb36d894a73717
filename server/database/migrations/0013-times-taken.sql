-- How often somebody booked or moved lately: each is told to two people, and the clinic pays for it.
CREATE INDEX audit_entries_times_taken ON audit_entries (actor_id, at)
  WHERE action IN ('appointment.book', 'appointment.move');
