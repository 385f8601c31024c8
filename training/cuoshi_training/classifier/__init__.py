"""From a base to a calibrated, exported tagger: fine-tuning, teachers, calibration, export."""
