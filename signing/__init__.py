"""PAdES signatures: devices, preparation, completion, time-stamps and verification. The only home of pyHanko."""
