"""Pictures of members: statuses over time and on the map, tenures, strengths. Editions and facts only."""
