"""The demo: three cohorts that were alive for the last eight weeks, made by the real services."""

from feedback.demo.loading import load_demo

__all__ = ["load_demo"]
