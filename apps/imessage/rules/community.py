"""How much one person asks and answers among colleagues."""

QUESTION_LENGTH, DETAIL_LENGTH, ANSWER_LENGTH, REASON_LENGTH = 60, 1000, 1000, 200
QUESTIONS_A_DAY, ANSWERS_A_DAY = 5, 50
