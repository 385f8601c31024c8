"""What makes the model: trimming a base, fine-tuning, distillation, calibration, export, evaluation."""
