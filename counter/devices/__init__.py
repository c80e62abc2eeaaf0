"""The devices and files of a PC: card reader, scan folder, sealed files, keys, workbooks. The only place that opens them."""
