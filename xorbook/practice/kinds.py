"""The kinds of problems, in the order in which the book teaches them."""

from xorbook.practice.drawing import Kind
from xorbook.practice.losses import draw_loss, loss_form
from xorbook.practice.networks import (
    draw_factors,
    draw_forward,
    draw_gradients,
    factors_form,
    forward_form,
    gradients_form,
)
from xorbook.practice.shapes import draw_shapes, shapes_form
from xorbook.practice.units import (
    draw_gate,
    draw_slope,
    draw_update,
    gate_form,
    slope_form,
    update_form,
)

ALL = {
    "gate": Kind("게이트의 편향과 마진", "A gate's bias and margin", draw_gate, gate_form),
    "slope": Kind("시그모이드와 미분계수", "A sigmoid and its slope", draw_slope, slope_form),
    "shapes": Kind("형상과 매개변수의 수", "Shapes and parameters", draw_shapes, shapes_form),
    "loss": Kind("손실", "A loss", draw_loss, loss_form),
    "forward": Kind("순전파", "A forward pass", draw_forward, forward_form),
    "factors": Kind("인수로 구하는 편미분", "A gradient by factors", draw_factors, factors_form),
    "gradients": Kind("편미분 아홉 개", "All nine gradients", draw_gradients, gradients_form),
    "update": Kind("갱신 한 번", "One update", draw_update, update_form),
}
