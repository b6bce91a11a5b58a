"""The form of a draft against NĐ 30/2020, Phụ lục I: one file per component, one function per rule."""
