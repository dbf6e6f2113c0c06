import { askLane, deliveryInLane } from './lanes/askLane'
import { defineRoute } from './route'

/** The route by which an operator lets a delivery go on. */
export const replayDelivery = defineRoute({
  name: 'replayDelivery',
  method: 'POST',
  path: 'lanes/{id}/deliveries/{deliveryId}/replay',
  role: 'admin',
  summary: 'Lets a parked delivery go on, or one that waits be tried at once.',
  request: deliveryInLane,
  answers: {
    202: '`{ lane, deliveryId, wish, will }`: what will happen, at the next look of its lane.',
    400: 'No ids.',
    404: '`LANE_UNKNOWN`, `DELIVERY_UNKNOWN`; `NOT_IN_LANE`: another lane has it, or none yet.',
    409: '`WISH_SENSELESS`: it has ended, is on its way, or its row cannot be read.',
  },
  answer: (ports, { path }, log) => askLane(ports, { ...path, wish: 'replay', log }),
})
