"""What makes the model: vocabulary, pre-training, fine-tuning, calibration, export, evaluation."""
