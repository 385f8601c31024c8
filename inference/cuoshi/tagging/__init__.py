"""Report to tags: windows, encoder, decision, evidence; the only room that knows ONNX."""
