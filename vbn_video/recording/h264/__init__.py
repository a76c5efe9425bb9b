"""The H.264 bitstream (ITU-T H.264, ISO/IEC 14496-15), as far as cutting and joining need it: headers are read, no picture.

A coded picture is a packet of NAL units (`units`), most of them slices (`slices`). A slice names its picture parameter set
(`pps`), and that one its sequence parameter set (`sps`); they lie in the container's header (`configuration`) or among the
slices. Whatever is read may be damaged: then a `BitstreamError` (`bits`) is raised and nothing else.
"""
