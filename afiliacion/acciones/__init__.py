"""What the programme does: infinitive, keyword-only, the actor always passed, atomic."""
