"""What word processors write today, .docx and .odt; fields, equations, numbered lists, which all Word formats share."""
