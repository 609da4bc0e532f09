"""Pictures of summits: who came and how, who said what on which topic, exercises. Editions and facts only."""
