"""What the demo's coaches say: a stock of remarks by what stands in the text, summaries by what the engine found."""

PRAISE: dict[str, tuple[str, ...]] = {
    "STORY": (
        "I can see this. Keep it exactly as it is, and keep it early.",
        "This is your moment. Everything after it should lean on it.",
        "Here I put my pen down and listened. Slow down when you say it.",
        "A small, odd detail, and that is why I believe it.",
        "You let the scene make the point and did not explain it. Good.",
        "This turn is earned: I saw what you saw before you told me what you learnt.",
    ),
    "ROLE_WHY": (
        "There it is: a reason nobody else in the waiting room has.",
        "This is the hunger that I look for. Could it stand in the first three sentences?",
        "You say what is missing where you are without running it down. That is hard to do.",
        "Honest and specific. If they remember one line, let it be this one.",
        "I believe this because it costs you something to say it.",
    ),
    "DRIVE": (
        "That is what I would want to know about a colleague on a bad Tuesday.",
        "Good: not “hard-working”, but what you actually do when it gets hard.",
        "Quiet and convincing. No adjective needed.",
    ),
    "TEAM_WHY": (
        "Now the team gets something. I could picture you in the room.",
        "A promise you can keep, and they can check. Very good.",
        "This answers the question they won't ask aloud: what will be easier once you are here?",
        "“We” comes naturally here. Say it with a smile, it will carry.",
    ),
    "CULTURE": (
        "You tell me how you treat people without using the word “people person”.",
        "The credit you give away here makes you look bigger.",
        "Warm, and not sweet. More of this register, please.",
        "This line tells me more about working with you than the whole middle paragraph.",
        "This is how people talk about colleagues they like. Keep it.",
    ),
    "COMPANY": (
        "You have looked closely. That shows, and most candidates have not.",
        "Good homework, and lightly worn. Don't add a second fact.",
        "Nobody could send this sentence to a competitor. That is the test.",
        "This knows something about them that is not on their front page. It works.",
    ),
    "SKILL": (
        "Skill shown in action. I don't need the course certificate after this.",
        "Right length for a skill: one verb, one object, one consequence.",
        "Good, and say it to somebody who has never heard of the tool.",
    ),
    "ACHIEVEMENT": (
        "One number, told for what it changed for somebody. That is the way to bring a number.",
        "Impressive, and you stay modest about it. Leave the second figure out.",
    ),
}
"""By the move that a sentence makes."""

CRITIQUE: dict[str, tuple[str, ...]] = {
    "role_why": (
        "I know now what you have done. What do you want, and since when?",
        "“Passionate” is a claim. When did you last lose track of time over this kind of work?",
        "This could be said by anybody who wants the job. What would you miss if you did not get to do it?",
        "What is missing where you are now? Say that, and the wish follows by itself.",
        "You tell me what the job is. Tell me why it pulls at you.",
    ),
    "role_why_late": (
        "Here is your reason, and it comes late. What if you began with it?",
        "I would have liked to know this in the first half minute. What has to stand before it, and why?",
        "Until here I was waiting for this sentence. Could I hear it sooner?",
    ),
    "drive": (
        "And on a day when nothing works: what do you do then?",
        "What kept you going when this was tedious? There is always something.",
    ),
    "team_why": (
        "And what does this team get? I would like one sentence that is for them.",
        "A promise without a reason to believe it. What have you done that makes it likely?",
        "You end on what you hope to get. What will they have that they don't have today?",
        "I am convinced that you want it. Why should they want you, and not the next person?",
    ),
    "resume": (
        "They have your CV in front of them. Which of these lines would you still tell a friend?",
        "Dates and titles go in one ear and out of the other. Where did anything happen to you?",
        "Station after station. Pick the one where something changed.",
        "You open with the past in order. Try opening with the day that made you apply.",
    ),
    "balance_heart": (
        "Much heart, and I would like one hard fact to hold on to.",
        "I like you by now. What can you do that they need? One example will do.",
        "You tell me how you are with people. With which tool in your hand?",
    ),
    "balance_head": (
        "All head so far. Who else was there, and what were you like to work with?",
        "I have met the skills. I have not met you yet.",
        "Your results take so much room that I lose sight of the person who got them.",
    ),
    "i_heavy": (
        "You did this alone? If not, who was in it with you? Naming them costs you nothing.",
        "So many “I”s in one breath. Where was the team?",
        "A release is never one person. Give somebody else a line here.",
    ),
    "condition": (
        "Conditions can wait for the second conversation. What would you give before you ask?",
        "Put like this it sounds like a contract. What do you want to do there?",
    ),
    "placeholder": ("There is a gap here that you meant to fill in. Whose name belongs there?",),
    "pay": (
        "Fair enough as a reason, and it will be all they remember. What would you come for if it paid the same?",
        "Hours and money are for the second conversation. What do you want from the work?",
        "I would cut this. Not because it is wrong, but because it answers a question that nobody asked.",
    ),
    "criticism": (
        "They will wonder what you will say about them one day. What did you want that you could not have there?",
        "It may all be true. Turn it round: what are you looking for?",
        "Let the old place rest. The sentence before this one says enough.",
    ),
    "negativity": (
        "Don't apologise before anything has gone wrong.",
        "You are arguing against yourself. Leave that to others, they rarely do it.",
        "Read this aloud: your voice drops. What if you left it out?",
    ),
    "too_long": (
        "I timed it: you are over. What could go without anybody missing it?",
        "Where would you stop if they looked at their watch? Try stopping there.",
    ),
    "too_short": (
        "You are done before they have looked up. What did you leave out because it seemed too small?",
        "There is room for one more scene here: thirty seconds of it.",
    ),
    "story": (
        "True, but I see nothing. Which afternoon are you thinking of?",
        "Give me a place, a time and one other person.",
        "You say that it taught you much. Take me to the moment when you noticed.",
        "“Over the years” has no picture. One day has.",
    ),
    "cliche": (
        "I have read this sentence in forty introductions. What is your way to say it?",
        "Stock phrase. If you struck it out, what would be lost?",
        "“Fast-paced” is every office. What was yours like on a Monday morning?",
        "Say it as you would to your sister.",
    ),
    "company": (
        "Put a competitor's name here: does anything become false? If not, it is not about them yet.",
        "A compliment, and they get many. What have you noticed that others have not?",
        "You could send this anywhere. What do you know about these people?",
    ),
    "telling": (
        "You will run out of breath here. Where would you pause?",
        "Read this line aloud twice. I stumbled both times.",
        "Say it to a friend who may interrupt you, and note where they do.",
        "By ear I lose you here. What is the one thing that they should keep?",
    ),
}
"""By what is amiss; CHECK_THEMES and MOVE_THEMES lead here."""

MOVE_THEMES = {
    "RESUME": "resume",
    "PAY": "pay",
    "EMPLOYER_CRITICISM": "criticism",
    "NEGATIVITY": "negativity",
    "CLICHE": "cliche",
    "ACHIEVEMENT": "balance_head",
}
"""The theme of a finding's sentence, where its check has none."""

CHECK_THEMES = {
    "role-why-missing": "role_why",
    "role-why-late": "role_why_late",
    "drive-missing": "drive",
    "team-why-missing": "team_why",
    "company-missing": "company",
    "resume-first": "resume",
    "i-for-team": "i_heavy",
    "pay-motive": "pay",
    "employer-criticism": "criticism",
    "condition-set": "condition",
    "self-belittling": "negativity",
    "too-long": "too_long",
    "too-short": "too_short",
    "story-missing": "story",
    "stock-phrase": "cliche",
    "long-sentence": "telling",
    "fillers": "telling",
    "same-opening": "telling",
    "placeholder-left": "placeholder",
}
"""The theme of a check, by its permanent id; the check of balance has two, see `answers`."""

WORKS: dict[str, tuple[str, ...]] = {
    "why_role": (
        "I now know why you want this, and that is half of it.",
        "Your reason for the role is your own, and it shows.",
        "The hunger comes across; don't polish it away.",
    ),
    "why_team": (
        "You speak to this team, not to a panel in general.",
        "The part about what they gain from you is convincing.",
        "I could picture you on this team by the end.",
    ),
    "balance": (
        "Skill and character are well mixed here.",
        "You gave as much room to people as to results, and it pays.",
        "A good balance: I learn what you can do and what you are like.",
    ),
    "warmth": (
        "Warm throughout, and nobody is run down.",
        "I liked how you speak about the others.",
        "You share the credit easily, which makes the rest believable.",
    ),
    "telling": (
        "It is told, not read out: I could follow with my eyes shut.",
        "Good rhythm, and it ends in time.",
        "Clear and easy to say. Keep that tone.",
    ),
}
"""How a summary opens: the dimension with the highest score."""

NEXT: dict[str, tuple[str, ...]] = {
    "role_why": (
        "For the next version: one sentence that says what draws you, before anything else.",
        "What I still miss is the why. Think of the last time you did this kind of work for nothing.",
    ),
    "team_why": (
        "Next, give the team a reason: what will be better for them in six months?",
        "Turn the last paragraph towards them, and you are a good step further.",
    ),
    "resume": (
        "Leave the stations to your CV and begin where something happened.",
        "Try it without a single date; I think you will like what is left.",
    ),
    "balance_head": (
        "The scales tip to the side of skill still. Tell me what you are like on a long day.",
        "Next time, let one of the results go and tell me who was in the room.",
    ),
    "balance_heart": (
        "The warmth is there. Now give me one thing that you can do and they need.",
        "Add one piece of craft, shown at work, and it will stand on both feet.",
    ),
    "role_why_late": (
        "Your reason is good and stands too far down: begin with it next time.",
        "Turn it upside down: first what you want, then how you came to it.",
    ),
    "drive": (
        "One thing more: what keeps you going on the hard days?",
        "I would like to hear what you do when it gets tedious, in one sentence.",
    ),
    "condition": (
        "Leave the conditions for later; they will ask you.",
        "First what you bring, then what you need. In that order, and not today.",
    ),
    "placeholder": ("Fill the gap that was left before anything else.",),
    "i_heavy": (
        "Look at each “I” and ask whether it was a “we”.",
        "Share the credit in two places, and the rest gains.",
    ),
    "pay": (
        "Take the conditions out of it altogether and see what you say instead.",
        "The money may stay true without being said. What else pulls you?",
    ),
    "criticism": (
        "Leave the old firm in peace; it takes the light from you.",
        "Say where you want to go rather than what you are leaving.",
    ),
    "negativity": (
        "Strike out every sentence that excuses you. There are fewer left than you fear, and they are better.",
        "You need not make yourself small; the story speaks for you.",
    ),
    "too_long": (
        "Cut it by a fifth. Start with whatever you would not miss yourself.",
        "It is too long to say at ease. What would you let go first?",
    ),
    "too_short": (
        "There is room. Tell the one scene slowly.",
        "You stop just when I want to hear more: another thirty seconds, please.",
    ),
    "story": (
        "Next: one moment, one place, one other person.",
        "Find the afternoon behind the general statement and begin there.",
    ),
    "cliche": (
        "Go through the marked phrases and say each as you would at the kitchen table.",
        "Swap the stock phrases for something only you could say.",
    ),
    "company": (
        "Spend half an hour with what they make, and tell them one thing that you noticed.",
        "As it stands it could go to any company. Make one sentence theirs alone.",
    ),
    "telling": (
        "Read it aloud three times and mark where you breathe; then cut there.",
        "Now work on the ear: shorter sentences, fewer numbers.",
    ),
}
"""How a summary goes on: the theme of the weightiest finding."""

CLOSINGS: dict[str, tuple[str, ...]] = {
    "keep_working": (
        "One more round, please, and don't hurry it.",
        "Keep going: the next version will be a jump.",
        "Don't rewrite everything. One thing at a time.",
        "Send it again when you have said it aloud to somebody.",
    ),
    "nearly_there": (
        "Nearly there: it is a matter of details now.",
        "One careful pass and I would let you go in with it.",
        "Close. Record yourself once before the next version.",
    ),
    "ready": (
        "Ready. Say it, don't recite it.",
        "I have nothing to add. Go and enjoy it.",
        "This is it. Leave it alone now, and sleep well before the day.",
    ),
}
"""How a summary ends: the decision."""

REPLIES: dict[str, tuple[tuple[str, str], ...]] = {
    "praise": (
        ("That was the hardest sentence to write, so I'm glad.", "It does not show, and that is the art."),
        ("I had cut it twice already. Good that I put it back.", "Leave it in, whatever anybody says."),
        ("Is it not too private?", "No. It is the best reason there is, and you tell it soberly."),
        ("My sister said the same.", ""),
        ("I was afraid that it would sound odd.", "Odd is good here. They will remember it."),
    ),
    "critique": (
        ("Done, I have cut it. It felt like losing a tooth, and now it is better.", ""),
        ("I see what you mean. I know exactly which day it was; I'll tell that instead.", "Good, that is all I meant."),
        ("I disagree a little: without that line nobody knows what I mean. I'll make it shorter, though.",
         "Fair. Then let it stand, but say it once."),
        ("I tried it aloud and stumbled at the same place.", ""),
        ("Honestly, I had not noticed that I do this. Thank you.", "Nobody does. That is what I am here for."),
        ("I don't have a better word yet, I'll keep it for this round.", "Fine. It will come."),
        ("I left it in on purpose: they asked about this in the advert.", "Then say that they asked."),
        ("Would you leave it out altogether?", "Yes. Try it once without, and read it aloud."),
        ("I asked my sister, and she said the same.", ""),
    ),
}  # fmt: skip
"""What candidates reply to praise and to critique, and what the coach answers, if anything."""

AMENDED = "One thing that I overlooked: read the first sentence aloud, and stop where you would stop in a kitchen."
"""What a coach adds to a summary that is published already."""

CALIBRATION_NOTES = (
    "The reason is there, but it comes in the last sentence. I went down a level for that.",
    "Warm, and it could be said to any company.",
    "I like this one more than I can say why.",
    "All skill, no people. Hard to be generous here.",
)
"""What coaches note beside a blind judgement, now and then."""

DISMISSALS = (
    "My coach and I agreed to keep this.",
    "It is a quotation, not my own phrase.",
    "Right in general, fine here.",
    "They ask for exactly this in the advert.",
)

SNIPPETS: tuple[tuple[str, str, str], ...] = (
    ("The swap test", "company", "Put a competitor's name here: does anything become false?"),
    ("Which afternoon?", "story", "True, but I see nothing. Which afternoon are you thinking of?"),
    ("Where was the team?", "i_heavy", "You did this alone? If not, who was in it with you?"),
    ("CV is on the table", "resume", "They have your CV in front of them. Which lines would you tell a friend?"),
    ("Same pay", "pay", "What would you come for if it paid the same?"),
    ("Turn it round", "criticism", "It may all be true. Turn it round: what are you looking for?"),
    ("Say it to your sister", "cliche", "Say it as you would to your sister."),
    ("One for them", "team_why", "And what does this team get? I would like one sentence that is for them."),
    ("Begin with the wish", "role_why", "Your reason comes late. What if you began with it?"),
    ("No apologies", "negativity", "Don't apologise before anything has gone wrong."),
    ("Breath", "telling", "You will run out of breath here. Where would you pause?"),
    ("Keep this", "", "Keep this exactly as it is."),
    ("Say it slowly", "", "Here they will lean forward. Slow down."),
)  # fmt: skip
"""(title, theme, text): the coaches' and cohorts' own snippets."""
