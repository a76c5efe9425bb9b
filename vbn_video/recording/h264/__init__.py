"""The H.264 bitstream (ITU-T H.264, ISO/IEC 14496-15), as far as cutting and joining need it: headers are read, no picture.

    packet ──units──► NAL units ──slices──► SliceHeader ──order──► place in the order of output
                          └─ sps, pps ──► parameter_sets (those of the container's header: configuration)

`stream.py` reads a whole stream by these, packet by packet. Whatever is read may be damaged: then a `BitstreamError` (`bits.py`)
is raised and nothing else.
"""
