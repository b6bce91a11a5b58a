"""One file per fact of the reading contract: each looks only in the zones where NĐ 30/2020, Phụ lục I puts it."""
