import { app } from 'durable-functions'
import { deliver } from '../../shared/workflows/deliver'

app.orchestration('deliver', deliver)
