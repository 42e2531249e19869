"""The client's side of the questions we ask: campaigns, invitations, public answer pages, closing the loop."""
